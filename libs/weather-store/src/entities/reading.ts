import { defineEntity, p } from '@mikro-orm/core';

/** One station's observation at one timestamp, in the units of the wire format. */
export const Reading = defineEntity({
  name: 'Reading',
  tableName: 'reading',
  properties: {
    stationId: p.integer().unsigned().primary(),
    observedAt: p.datetime(3).primary(),
    temperature: p.double().nullable(),
    humidity: p.double().nullable(),
    pressure: p.double().nullable(),
    windSpeed: p.double().nullable(),
    windGust: p.double().nullable(),
    windDirection: p.double().nullable(),
    precipitation: p.double().nullable(),
    quality: p.integer().unsigned().defaultRaw('1145324608'),
  },
});

/** An exceedance, as people query it: name and columns are older than this project. */
export const WarningTemperature = defineEntity({
  name: 'WarningTemperature',
  tableName: 'warning_temperatures',
  uniques: [{ name: 'warning_temperatures_sensor_timestamp', properties: ['sensorId', 'timestamp'] }],
  properties: {
    id: p.bigint().unsigned().primary().autoincrement(),
    sensorId: p.string().length(64).collation('ascii_bin'),
    temperature: p.double(),
    timestamp: p.datetime(3),
  },
});

/** One row: the time since which readings are kept, and the number of readings deleted. */
export const RetentionCutoff = defineEntity({
  name: 'RetentionCutoff',
  tableName: 'retention_cutoff',
  properties: {
    id: p.tinyint().unsigned().primary().autoincrement(false),
    readingsSince: p.datetime(0),
    deletedCount: p.bigint('number').unsigned(),
  },
});
