import { EARLIEST_TIMESTAMP, MAX_FUTURE_HOURS } from '../reading/limits.ts';
import { LegacyReadingMessage } from '../wire/legacy-reading-message.ts';
import { ReadingMessage } from '../wire/reading-message.ts';
import { buildJsonSchema, type JsonObject } from './json-schema.ts';

const TIME_LIMITS = `from ${EARLIEST_TIMESTAMP} to ${MAX_FUTURE_HOURS} h in the future, on a day that exists in its month`;
const CITY = 'the city of the station';

/** One record of each format. */
export const READING_EXAMPLE = {
  stationId: 'paris-montsouris',
  observedAt: '2026-01-01T12:00:00Z',
  city: 'Paris',
  temperature: 31.2,
  humidity: 40,
  pressure: 1009.5,
  windSpeed: 3.6,
  windGust: 7.2,
  windDirection: 240,
  precipitation: 0,
};

export const LEGACY_READING_EXAMPLE = {
  sensor_id: 1,
  température: 31.2,
  city: 'Paris',
  timestamp: '2026-01-01 12:00:00',
};

/** The JSON Schema of a reading. */
export const READING_SCHEMA: JsonObject = buildJsonSchema(ReadingMessage, {
  id: 'reading',
  title: 'Reading',
  description:
    "One station's observation at one timestamp. Several records of a station and timestamp are merged in the order of the partition: a missing quantity keeps the stored value, null removes it, any other value replaces it. At least one quantity is required, even if null; unknown fields are ignored.",
  fields: {
    stationId: "the station's own id, also the key of the record",
    observedAt: `when it was observed: ISO 8601 with zone, kept to the millisecond, ${TIME_LIMITS}`,
    city: CITY,
  },
  examples: [READING_EXAMPLE],
});

/** The JSON Schema of a reading in the legacy format. */
export const LEGACY_READING_SCHEMA: JsonObject = buildJsonSchema(LegacyReadingMessage, {
  id: 'legacy-reading',
  title: 'Reading in the legacy format',
  description:
    'A temperature as the older project writes it, recognized by sensor_id. The temperature may also be in a field named temperature, and its é may be one code point or two.',
  fields: {
    sensor_id: "the station's own id",
    city: CITY,
    timestamp: `when it was observed: with its own zone, or else in LEGACY_TIME_ZONE (default: UTC), ${TIME_LIMITS}`,
  },
  quantities: { température: 'temperature' },
  examples: [LEGACY_READING_EXAMPLE],
});
