import { defineEntity, p } from '@mikro-orm/core';
import { summaryProperties } from './summary-properties.ts';

/** A station's readings of one hour, summarised; docs/summaries.md says what each column is. */
export const ReadingHour = defineEntity({
  name: 'ReadingHour',
  tableName: 'reading_hour',
  properties: {
    stationId: p.integer().unsigned().primary(),
    hourStart: p.datetime(0).primary(),
    ...summaryProperties(),
  },
});
