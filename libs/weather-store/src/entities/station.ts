import { defineEntity, p } from '@mikro-orm/core';

/** A station: a surrogate key for the readings, and the id that the station sends. */
export const Station = defineEntity({
  name: 'Station',
  tableName: 'station',
  properties: {
    id: p.integer().unsigned().primary().autoincrement(),
    stationId: p.string().length(64).collation('ascii_bin').unique('station_station_id'),
    // MariaDB reports the missing default of a text as the text 'NULL'.
    city: p.string().length(80).nullable().ignoreSchemaChanges('default'),
    /** The `id` in `consumer_offset` of the partition that has written it last. */
    writtenBy: p.integer().unsigned().nullable(),
    /** How often another partition has taken it over within a day; see `claimStations`. */
    handOvers: p.tinyint().unsigned().defaultRaw('0'),
    handedOverAt: p.datetime(3).nullable(),
  },
});

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
