import type { Logger } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';
import { parseIsoInstant } from '../iso-instant.ts';
import { Pace, parseSpeed } from '../pace.ts';
import type { Source } from '../source.ts';
import { climateModel } from './climate-model.ts';
import { openFaultySource } from './faults/open-faulty-source.ts';
import { LeadWarning } from './lead-warning.ts';
import { Simulation } from './simulation.ts';
import type { SimulatorConfig } from './simulator-config.ts';
import { SimulatorSource } from './simulator-source.ts';
import { createStations } from './stations.ts';
import { uniformModel } from './uniform-model.ts';

const MODELS = { climate: climateModel, uniform: uniformModel };

/**
 * The simulation that the settings ask for; without faults nothing of them is on its way.
 * @throws ConfigurationError for settings of the faults that are of no use together.
 */
export function openSimulator(
  config: Readonly<SimulatorConfig>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Source {
  const { model, seed, stations, intervalMs, start, count, speed } = config;
  const options = {
    simulation: new Simulation({
      stations: createStations(stations, seed),
      model: MODELS[model],
      intervalMs,
      count,
    }),
    startAt: start === undefined ? undefined : parseIsoInstant(start),
    pace: new Pace(parseSpeed(speed), clock),
    clock,
    leadWarning: new LeadWarning(clock, logger),
  };
  return openFaultySource(config, options) ?? new SimulatorSource(options);
}
