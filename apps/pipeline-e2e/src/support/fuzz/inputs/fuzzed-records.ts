import fc from 'fast-check';
import type { OutgoingRecord } from '@weather/kafka-client';
import { encodeReading, QUANTITY_NAMES, type WireFormat } from '@weather/weather-schema';
import { hostileRecords, hostileTexts, readings, type Fields } from '@weather/weather-schema/testing';

const FIELDS = ['stationId', 'observedAt', 'city', ...QUANTITY_NAMES];
const LEGACY_FIELDS = ['sensor_id', 'température', 'temperature', 'city', 'timestamp'];
const MAX_BYTES = 300;
const LONG_VALUE = 700_000;
const LONG_KEY = 200_000;
const MANY_HEADERS = 2_000;

const bytes = fc.uint8Array({ maxLength: MAX_BYTES }).map((array) => Buffer.from(array));

function messages(format: WireFormat): fc.Arbitrary<Fields> {
  return readings.map((reading) => JSON.parse(encodeReading(reading, format).toString()) as Fields);
}

/** A message in which bytes were changed, removed or inserted. */
const mutated = fc
  .tuple(
    messages('json'),
    fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 2 }), bytes), { minLength: 1, maxLength: 4 }),
  )
  .map(([message, changes]) => {
    let value = Buffer.from(JSON.stringify(message));
    for (const [position, removed, inserted] of changes) {
      const at = position % (value.length + 1);
      value = Buffer.concat([value.subarray(0, at), inserted.subarray(0, 3), value.subarray(at + removed)]);
    }
    return value;
  });

const values: fc.Arbitrary<Buffer | null> = fc.oneof(
  { weight: 6, arbitrary: hostileRecords(messages('json'), FIELDS).map((text) => Buffer.from(text)) },
  {
    weight: 3,
    arbitrary: hostileRecords(messages('legacy'), LEGACY_FIELDS).map((text) => Buffer.from(text)),
  },
  { weight: 4, arbitrary: mutated },
  { weight: 2, arbitrary: hostileTexts.map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: bytes },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 65_530, max: LONG_VALUE }).map((size) => Buffer.alloc(size, '[')),
  },
);

const keys: fc.Arbitrary<Buffer | string | null> = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[a-c]{1,2}$/) },
  { weight: 2, arbitrary: bytes },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant('x'.repeat(LONG_KEY)) },
);

const headerNames = fc.oneof(
  fc.constantFrom(
    'traceparent',
    'dlq.topic',
    'dlq.offset',
    'dlq.redriven-at',
    '__proto__',
    'constructor',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const headerValues = fc.oneof(
  { weight: 4, arbitrary: fc.oneof(bytes, fc.constant(null)) },
  { weight: 2, arbitrary: fc.array(bytes, { maxLength: 5 }) },
  { weight: 1, arbitrary: fc.constant(Array.from({ length: MANY_HEADERS }, () => Buffer.alloc(0))) },
);

/** A record of which nearly everything may be wrong; some are valid nevertheless. */
export const fuzzedRecords: fc.Arbitrary<OutgoingRecord> = fc.record(
  { key: keys, value: values, headers: fc.dictionary(headerNames, headerValues, { maxKeys: 4 }) },
  { requiredKeys: ['key', 'value'] },
);
