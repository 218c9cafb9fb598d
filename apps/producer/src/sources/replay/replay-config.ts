import { FromEnv } from '@weather/service-runtime';
import { IsNumber, IsOptional, IsString, Max, Min } from 'class-validator';
import { FULL_SPEED, IsSpeed, SPEED_ALLOWED } from '../pacer.ts';

/** Tolerates a data logger with occasional failures, but not a column in the wrong format. */
const DEFAULT_MAX_SKIPPED = 0.1;

export class ReplayConfig {
  @FromEnv({
    env: 'REPLAY_FILE',
    description: 'CSV file to replay, gzip or plain, with a header',
    allowed: 'the path of a CSV file, required for SOURCE=replay',
  })
  @IsOptional()
  @IsString()
  file?: string;

  @FromEnv({
    env: 'REPLAY_MAPPING',
    description: 'JSON file that maps the columns of the CSV file',
    allowed: 'the path of a mapping file, required for SOURCE=replay',
  })
  @IsOptional()
  @IsString()
  mapping?: string;

  @FromEnv({
    env: 'REPLAY_SPEED',
    description: 'speed as a multiple of real time, in chronological order; max: as fast as possible',
    allowed: SPEED_ALLOWED,
  })
  @IsSpeed()
  speed: string = FULL_SPEED;

  @FromEnv({
    env: 'REPLAY_MAX_SKIPPED',
    type: 'number',
    description: 'share of rows that may be skipped; above it, the exit code is 1',
    allowed: 'a number from 0 to 1',
  })
  @IsNumber()
  @Min(0)
  @Max(1)
  maxSkipped = DEFAULT_MAX_SKIPPED;
}
