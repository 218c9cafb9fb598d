import type { Logger } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';
import { parseZonedTimestamp } from '../iso-timestamp.ts';
import { Pacer, parseSpeed } from '../pacer.ts';
import type { Source } from '../source.ts';
import { openFaultInjectingSource } from './faults/open-fault-injecting-source.ts';
import { Simulation } from './simulation.ts';
import type { SimulatorConfig } from './simulator-config.ts';
import { SimulatorSource } from './simulator-source.ts';
import { createStations } from './stations.ts';
import { climateModel, uniformModel } from './weather-model.ts';

const MODELS = { climate: climateModel, uniform: uniformModel };

/**
 * Opens the configured simulation, with a fault-injecting source only if faults are configured.
 * @throws ConfigurationError for contradictory fault settings.
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
    startAt: start === undefined ? undefined : parseZonedTimestamp(start),
    pacer: new Pacer(parseSpeed(speed), clock),
    clock,
    logger,
  };
  return openFaultInjectingSource(config, options) ?? new SimulatorSource(options);
}
