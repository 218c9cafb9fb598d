import { defineEntity, p } from '@mikro-orm/core';
import { ROLLUP_QUANTITIES } from '../rollups/rollup-columns.ts';

const count = () => p.integer().unsigned();
const double = () => p.double().nullable();
const time = () => p.datetime(3).nullable();
const decimal = (precision: number) => p.decimal().precision(precision).scale(6).nullable();

/** The columns that `reading_hour` and `reading_day` share, under the names they have in SQL. */
const rollupProperties = () => ({
  reading_count: count(),
  value_count: count(),
  good_count: count(),
  good_share: decimal(7),
  ...Object.fromEntries(
    ROLLUP_QUANTITIES.flatMap((quantity) => Object.entries(quantityProperties(quantity))),
  ),
  wind_vector_count: count(),
  wind_east_sum: decimal(24),
  wind_north_sum: decimal(24),
  wind_vector_speed: decimal(16),
  wind_vector_direction: decimal(9),
});

const quantityProperties = (quantity: string) => ({
  [`${quantity}_count`]: count(),
  [`${quantity}_min`]: double(),
  [`${quantity}_min_at`]: time(),
  [`${quantity}_max`]: double(),
  [`${quantity}_max_at`]: time(),
  [`${quantity}_sum`]: decimal(24),
  [`${quantity}_mean`]: decimal(16),
});

/** The rollup of one station's readings of one hour, UTC; docs/rollups.md explains the columns. */
export const ReadingHour = defineEntity({
  name: 'ReadingHour',
  tableName: 'reading_hour',
  properties: {
    stationId: p.integer().unsigned().primary(),
    hourStart: p.datetime(0).primary(),
    ...rollupProperties(),
  },
});

/** The rollup of one station's hours of one day, UTC. */
export const ReadingDay = defineEntity({
  name: 'ReadingDay',
  tableName: 'reading_day',
  properties: {
    stationId: p.integer().unsigned().primary(),
    dayStart: p.datetime(0).primary(),
    ...rollupProperties(),
  },
});

/** The dirty hours of one station's day, a bit for each, and a version that changes whenever one is marked. */
export const RollupDirtyHour = defineEntity({
  name: 'RollupDirtyHour',
  tableName: 'rollup_dirty_hour',
  properties: {
    dayStart: p.datetime(0).primary(),
    stationId: p.integer().unsigned().primary(),
    hours: p.integer().unsigned(),
    version: p.bigint('number').unsigned(),
  },
});
