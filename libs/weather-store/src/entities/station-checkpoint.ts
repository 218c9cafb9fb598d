import { defineEntity, p } from '@mikro-orm/core';

/**
 * What is known of a station behind its reading of an instant; NULL where its readings before were not judged, empty where it
 * holds no longer.
 */
export const StationCheckpoint = defineEntity({
  name: 'StationCheckpoint',
  tableName: 'station_checkpoint',
  properties: {
    stationId: p.integer().unsigned().primary(),
    slot: p.smallint().unsigned().primary(),
    observedAt: p.datetime(3),
    state: p.text().columnType('mediumtext').collation('ascii_bin').nullable(),
  },
});
