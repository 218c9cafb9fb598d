import { defineEntity, p } from '@mikro-orm/core';

/** What is known of a station behind its reading of an instant; nothing where its readings before were not judged. */
export const StationCheckpoint = defineEntity({
  name: 'StationCheckpoint',
  tableName: 'station_checkpoint',
  properties: {
    stationId: p.integer().unsigned().primary(),
    observedAt: p.datetime(3).primary(),
    state: p.text().columnType('mediumtext').collation('ascii_bin').nullable(),
  },
});
