import { defineEntity, p } from '@mikro-orm/core';

/** A reading above the threshold, as people query it: name and columns are older than this project. */
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
