import fc from 'fast-check';
import { STATION_ID_PATTERN } from '../reading/limits.ts';
import { QUANTITY_NAMES, type Quantity } from '../reading/quantities.ts';
import type { Reading } from '../reading/reading.ts';

/** A field of a message by name, before anything is known of it. */
export type Fields = Record<string, unknown>;

const YEAR_1900 = Date.UTC(1900, 0, 1);
const YEAR_2100 = Date.UTC(2100, 0, 1);

/** A timestamp of the twentieth or twenty-first century, in epoch ms. */
export const timestamps = fc.integer({ min: YEAR_1900, max: YEAR_2100 });

const characters = fc.constantFrom('a', 'Z', ' ', '"', '\\', '\n', '\0', 'é', '\u0301', '東', '🌦', '\ufe0f');

/** Any finite number but -0, which JSON does not write: adding 0 makes it 0. */
const measurement = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

const measurements = Object.fromEntries(QUANTITY_NAMES.map((name) => [name, measurement])) as Record<
  Quantity,
  fc.Arbitrary<number>
>;

/** A valid reading with a temperature, and with or without anything else. */
export const readings: fc.Arbitrary<Reading> = fc.record(
  {
    stationId: fc.oneof(
      fc.stringMatching(STATION_ID_PATTERN),
      fc.nat().map((id) => String(id)),
    ),
    observedAt: timestamps,
    city: fc.string({ unit: characters, maxLength: 80 }),
    ...measurements,
  },
  { requiredKeys: ['stationId', 'observedAt', 'temperature'], noNullPrototype: true },
);

/** What a field may hold by mistake: every kind of JSON value, numbers of any size, times of all sorts. */
const oddValues: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, true, '', 'abc', '31.2', [], {}, [21], {
    value: 21,
  }),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 2 ** 53, 1e300, -1e300),
  fc.constantFrom(
    'a'.repeat(64),
    'a'.repeat(65),
    'é'.repeat(80),
    '🌦'.repeat(80),
    '🌦'.repeat(81),
    'a\ufe0f'.repeat(80),
  ),
  fc.constantFrom(
    '2026-01-01T12:00:00Z',
    '2026-01-01 12:00:00',
    '2026-02-29T12:00:00Z',
    '1899-12-31T23:59:59.999Z',
    '1900-01-01T00:00:00Z',
    '2026-01-01T12:00+05:30',
  ),
  fc.string(),
  fc.double(),
  fc.jsonValue(),
);

/** A message in which some fields have been replaced, removed or added. */
export function mutationsOf(messages: fc.Arbitrary<Fields>, names: readonly string[]): fc.Arbitrary<Fields> {
  const changes = fc.dictionary(fc.constantFrom(...names, 'unknown', 'constructor', 'toString'), oddValues, {
    maxKeys: 3,
  });
  return fc.tuple(messages, changes).map(([message, changed]) => ({ ...message, ...changed }));
}

const DEEPEST = 30_000;
const LONGEST_NAME = 60_000;

/** Depths of nesting, of which every order of magnitude comes up. */
const depths = fc.oneof(
  ...[10, 100, 1_000, 10_000, DEEPEST].map((max) => fc.integer({ min: 1, max })),
  fc.constant(DEEPEST),
);

/** JSON text of arrays, objects or both in each other, 1 to 30,000 deep. `JSON.stringify` could not write the deepest. */
export const nestedTexts: fc.Arbitrary<string> = fc
  .tuple(depths, fc.constantFrom(['[', ']'], ['{"":', '}'], ['[{"a":', '}]'], ['{"__proto__":', '}']))
  .map(([depth, [open = '', close = '']]) => `${open.repeat(depth)}1${close.repeat(depth)}`);

const longNameTexts = fc
  .tuple(fc.constantFrom('a', '\\u0000', '\\ud83c', '🌦', '\\"'), fc.integer({ min: 1, max: LONGEST_NAME }))
  .map(([unit, length]) => `{"${unit.repeat(Math.ceil(length / unit.length))}":1}`);

const oddTexts = fc.constantFrom(
  '1e999',
  '-1e999',
  '9'.repeat(LONGEST_NAME),
  `0.${'1'.repeat(LONGEST_NAME)}`,
  '-0',
  '"\\ud83c"',
  '"\\udf26\\ud83c"',
  '"\\u0000\\u2028"',
  '{"__proto__":{"toJSON":1}}',
  '{"toJSON":1,"toString":1,"valueOf":1,"constructor":1,"length":-1}',
  `[${'1,'.repeat(DEEPEST)}1]`,
  `[${'[],'.repeat(DEEPEST / 2)}[]]`,
);

/** JSON text of what nobody sends in good faith. */
export const hostileTexts: fc.Arbitrary<string> = fc.oneof(
  nestedTexts,
  longNameTexts,
  oddTexts,
  fc.json(),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
);

/** The text of a record in which up to three fields, of these names or others, hold what nobody sends in good faith. */
export function hostileRecords(
  messages: fc.Arbitrary<Fields>,
  names: readonly string[],
): fc.Arbitrary<string> {
  const changes = fc.dictionary(fc.constantFrom(...names, 'unknown', '__proto__', 'toJSON'), hostileTexts, {
    maxKeys: 3,
  });
  return fc.tuple(messages, changes).map(([message, changed]) => {
    const kept = Object.entries(message).map(([name, value]) => [name, JSON.stringify(value)] as const);
    const fields = [...kept, ...Object.entries(changed)].filter(([, text]) => typeof text === 'string');
    return `{${fields.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
  });
}
