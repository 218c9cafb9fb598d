import { MS_PER_DAY } from '@weather/weather-schema';

/**
 * The instant before which readings are dropped, in milliseconds since the epoch: the beginning of a day, UTC, since hours
 * and days are to lie on one side of it as a whole.
 * @param days at least so old is what is dropped.
 */
export function retentionFloorAt(now: number, days: number): number {
  return (Math.floor(now / MS_PER_DAY) - days) * MS_PER_DAY;
}
