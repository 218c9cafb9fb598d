import { defineEntity, p } from '@mikro-orm/core';

/** The hours of a station's day that are to be summarised anew, and a number that changes whenever one is added. */
export const SummaryDue = defineEntity({
  name: 'SummaryDue',
  tableName: 'summary_due',
  properties: {
    dayStart: p.datetime(0).primary(),
    stationId: p.integer().unsigned().primary(),
    hours: p.integer().unsigned(),
    mark: p.bigint().unsigned(),
  },
});
