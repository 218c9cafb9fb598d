import type { Logger } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';
import { parseIsoInstant } from '../iso-instant.ts';
import { Pace, parseSpeed } from '../pace.ts';
import { climateModel } from './climate-model.ts';
import type { SimulatorConfig } from './simulator-config.ts';
import { SimulatorSource } from './simulator-source.ts';
import { createStations } from './stations.ts';
import { uniformModel } from './uniform-model.ts';

const MODELS = { climate: climateModel, uniform: uniformModel };

/** The simulation that the settings ask for. */
export function openSimulator(
  config: Readonly<SimulatorConfig>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): SimulatorSource {
  const { model, seed, stations, intervalMs, start, count, speed } = config;
  return new SimulatorSource({
    stations: createStations(stations, seed),
    model: MODELS[model],
    intervalMs,
    startAt: start === undefined ? undefined : parseIsoInstant(start),
    count,
    pace: new Pace(parseSpeed(speed), clock),
    clock,
    logger,
  });
}
