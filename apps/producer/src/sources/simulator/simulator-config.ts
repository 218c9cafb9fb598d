import { FromEnv } from '@weather/service-runtime';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsIsoInstant, ISO_INSTANT_EXAMPLE } from '../iso-instant.ts';
import { IsSpeed, SPEED_ALLOWED } from '../pace.ts';
import { CITIES } from './cities.ts';

const MODELS = ['climate', 'uniform'] as const;
const MAX_SEED = 4_294_967_295;
const MAX_STATIONS = 1_000_000;
const MAX_INTERVAL_MS = 86_400_000;
const MAX_COUNT = Number.MAX_SAFE_INTEGER;

/** Of the small ones, a seed with which it is above 30 °C at some default station at any time for years to come. */
const DEFAULT_SEED = 8;

export class SimulatorConfig {
  @FromEnv({
    env: 'SIMULATION_MODEL',
    description: 'climate: as usual for place, season and hour; uniform: 5 to 35 °C, nothing else',
    allowed: MODELS.join(', '),
  })
  @IsIn(MODELS)
  model: (typeof MODELS)[number] = 'climate';

  @FromEnv({
    env: 'SIMULATION_SEED',
    type: 'integer',
    description: 'the same seed gives the same readings',
    allowed: `an integer from 0 to ${MAX_SEED}`,
  })
  @IsInt()
  @Min(0)
  @Max(MAX_SEED)
  seed = DEFAULT_SEED;

  @FromEnv({
    env: 'SIMULATION_STATIONS',
    type: 'integer',
    description: `number of stations; beyond ${CITIES.length} the cities get further ones`,
    allowed: `an integer from 1 to ${MAX_STATIONS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_STATIONS)
  stations = CITIES.length;

  @FromEnv({
    env: 'SIMULATION_INTERVAL_MS',
    type: 'integer',
    description: 'milliseconds between two readings of a station',
    allowed: `an integer from 1 to ${MAX_INTERVAL_MS}`,
  })
  @IsInt()
  @Min(1)
  @Max(MAX_INTERVAL_MS)
  intervalMs = 5_000;

  @FromEnv({
    env: 'SIMULATION_START',
    description: 'time of the first reading; not set: now',
    allowed: `a time with its zone, such as ${ISO_INSTANT_EXAMPLE}`,
  })
  @IsOptional()
  @IsIsoInstant()
  start?: string;

  @FromEnv({
    env: 'SIMULATION_COUNT',
    type: 'integer',
    description: 'readings after which the simulation ends; 0: none',
    allowed: 'an integer from 0',
  })
  @IsInt()
  @Min(0)
  @Max(MAX_COUNT)
  count = 0;

  @FromEnv({
    env: 'SIMULATION_SPEED',
    description: 'how many times real time the simulation runs; max: as fast as it goes',
    allowed: SPEED_ALLOWED,
  })
  @IsSpeed()
  speed = '1';
}
