import { formatAlternatives, FromEnv, IntegerFromEnv } from '@weather/service-runtime';
import { IsIn, IsOptional, IsString } from 'class-validator';
import { IsZonedTimestamp, ZONED_TIMESTAMP_EXAMPLE } from '../iso-timestamp.ts';
import { IsSpeed, SPEED_ALLOWED } from '../pacer.ts';
import { CITIES } from './cities.ts';
import { FAULT_RATES_ALLOWED, IsFaultRates } from './faults/fault-rates.ts';

const MODELS = ['climate', 'uniform'] as const;
const MAX_SEED = 4_294_967_295;
const MAX_STATIONS = 1_000_000;
const MAX_INTERVAL_MS = 86_400_000;
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** A small seed with which some default station is above 30 °C at any time for years. */
const DEFAULT_SEED = 8;

export class SimulatorConfig {
  @FromEnv({
    env: 'SIMULATION_MODEL',
    description: 'climate: realistic for place, season and hour; uniform: temperatures of 5 to 35 °C only',
    allowed: formatAlternatives(MODELS),
  })
  @IsIn(MODELS)
  model: (typeof MODELS)[number] = 'climate';

  @IntegerFromEnv({
    env: 'SIMULATION_SEED',
    description: 'seed of the readings: the same seed gives the same readings',
    min: 0,
    max: MAX_SEED,
  })
  seed = DEFAULT_SEED;

  @IntegerFromEnv({
    env: 'SIMULATION_STATIONS',
    description: `number of stations; above ${CITIES.length}, cities get more than one station`,
    min: 1,
    max: MAX_STATIONS,
  })
  stations = CITIES.length;

  @IntegerFromEnv({
    env: 'SIMULATION_INTERVAL_MS',
    description: 'milliseconds between two readings of a station',
    min: 1,
    max: MAX_INTERVAL_MS,
  })
  intervalMs = 5_000;

  @FromEnv({
    env: 'SIMULATION_START',
    description: 'time of the first reading (default: now)',
    allowed: `a time with its zone, such as ${ZONED_TIMESTAMP_EXAMPLE}`,
  })
  @IsOptional()
  @IsZonedTimestamp()
  start?: string;

  @IntegerFromEnv({
    env: 'SIMULATION_COUNT',
    description: 'number of readings after which the simulation ends; 0: unlimited',
    min: 0,
    max: MAX_COUNT,
  })
  count = 0;

  @FromEnv({
    env: 'SIMULATION_SPEED',
    description: 'speed of the simulation as a multiple of real time; max: as fast as possible',
    allowed: SPEED_ALLOWED,
  })
  @IsSpeed()
  speed = '1';

  @FromEnv({
    env: 'SIMULATION_FAULTS',
    description: 'faults to inject, each with the rate per reading at which it starts (default: none)',
    allowed: FAULT_RATES_ALLOWED,
  })
  @IsOptional()
  @IsFaultRates()
  faults?: string;

  @IntegerFromEnv({
    env: 'SIMULATION_FAULT_SEED',
    description: 'seed of the injected faults: the same seed injects the same faults into the same readings',
    min: 0,
    max: MAX_SEED,
  })
  faultSeed = 1;

  @FromEnv({
    env: 'SIMULATION_GROUND_TRUTH_PATH',
    description: 'file for the ground truth: a line of JSON for each reading with an injected fault',
    allowed: 'the path of a file that is not there yet, or of the same simulation',
  })
  @IsOptional()
  @IsString()
  groundTruthPath?: string;
}
