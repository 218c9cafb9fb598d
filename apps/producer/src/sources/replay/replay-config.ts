import { FromEnv } from '@weather/service-runtime';
import { IsOptional, IsString } from 'class-validator';
import { FULL_SPEED, IsSpeed, SPEED_ALLOWED } from '../pace.ts';

export class ReplayConfig {
  @FromEnv({
    env: 'REPLAY_FILE',
    description: 'CSV file to replay, gzip or plain, with a header',
    allowed: 'the path of a CSV file, needed if SOURCE is replay',
  })
  @IsOptional()
  @IsString()
  file?: string;

  @FromEnv({
    env: 'REPLAY_MAPPING',
    description: 'JSON file that says what the columns of the CSV file mean',
    allowed: 'the path of a mapping file, needed if SOURCE is replay',
  })
  @IsOptional()
  @IsString()
  mapping?: string;

  @FromEnv({
    env: 'REPLAY_SPEED',
    description: 'how many times real time, in order of time; max: as fast as it goes, in order of the file',
    allowed: SPEED_ALLOWED,
  })
  @IsSpeed()
  speed: string = FULL_SPEED;
}
