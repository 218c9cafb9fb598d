import { defineEntity, p } from '@mikro-orm/core';

/**
 * The state of a station after its reading of a timestamp; NULL if earlier readings were not evaluated, empty if the state is
 * no longer valid.
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
