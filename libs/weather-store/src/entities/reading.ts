import { defineEntity, p } from '@mikro-orm/core';

/** One station's observation at one instant, in the units of the wire format; a reading is its station and its instant. */
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
