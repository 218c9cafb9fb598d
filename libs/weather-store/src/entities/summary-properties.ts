import { p } from '@mikro-orm/core';
import { SUMMARISED } from '../summaries/summary-columns.ts';

const count = () => p.integer().unsigned();
const double = () => p.double().nullable();
const instant = () => p.datetime(3).nullable();
const decimal = (precision: number) => p.decimal().precision(precision).scale(6).nullable();

/** What `reading_hour` and `reading_day` have in common, by the names of the columns. */
export function summaryProperties() {
  return {
    reading_count: count(),
    value_count: count(),
    good_count: count(),
    good_share: decimal(7),
    ...Object.fromEntries(SUMMARISED.flatMap((quantity) => Object.entries(quantityProperties(quantity)))),
    wind_vector_count: count(),
    wind_east_sum: decimal(24),
    wind_north_sum: decimal(24),
    wind_vector_speed: decimal(16),
    wind_vector_direction: decimal(9),
  };
}

function quantityProperties(quantity: string) {
  return {
    [`${quantity}_count`]: count(),
    [`${quantity}_min`]: double(),
    [`${quantity}_min_at`]: instant(),
    [`${quantity}_max`]: double(),
    [`${quantity}_max_at`]: instant(),
    [`${quantity}_sum`]: decimal(24),
    [`${quantity}_mean`]: decimal(16),
  };
}
