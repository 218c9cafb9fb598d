import { defineEntity, p } from '@mikro-orm/core';
import { summaryProperties } from './summary-properties.ts';

/** A station's hours of one day, UTC, summarised. */
export const ReadingDay = defineEntity({
  name: 'ReadingDay',
  tableName: 'reading_day',
  properties: {
    stationId: p.integer().unsigned().primary(),
    dayStart: p.datetime(0).primary(),
    ...summaryProperties(),
  },
});
