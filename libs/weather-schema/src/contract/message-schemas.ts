import { EARLIEST_TIMESTAMP, MAX_CLOCK_LEAD_HOURS } from '../reading/limits.ts';
import { LegacyReadingMessage } from '../wire/legacy-reading-message.ts';
import { ReadingMessage } from '../wire/reading-message.ts';
import { buildJsonSchema, type JsonObject } from './json-schema.ts';

const TIME_LIMITS = `from ${EARLIEST_TIMESTAMP} to ${MAX_CLOCK_LEAD_HOURS} h ahead of the reader's clock, on a day that its month has`;
const CITY = 'the city where the station stands';

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
    "One station's observation at one timestamp. Of several records of a station and timestamp the quantities are put together in the order of the partition: one that is missing leaves what is stored as it is, one that is null takes it away, any other replaces it. At least one quantity is required, be it null; unknown fields are ignored.",
  fields: {
    stationId: "the station's own id, also the key of the record",
    observedAt: `when it was observed: ISO 8601 with zone, kept to the millisecond, ${TIME_LIMITS}`,
    city: CITY,
  },
  examples: [READING_EXAMPLE],
});

/** The JSON Schema of a reading in the older format. */
export const LEGACY_READING_SCHEMA: JsonObject = buildJsonSchema(LegacyReadingMessage, {
  id: 'legacy-reading',
  title: 'Reading in the older format',
  description:
    'A temperature as the older project writes it, told apart by sensor_id. The temperature is also read from a field named temperature, and whether its é is one code point or two.',
  fields: {
    sensor_id: "the station's own id",
    city: CITY,
    timestamp: `when it was observed: UTC unless it names its zone or the reader is told another (LEGACY_TIME_ZONE), ${TIME_LIMITS}`,
  },
  quantities: { température: 'temperature' },
  examples: [LEGACY_READING_EXAMPLE],
});
