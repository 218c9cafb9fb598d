import fc from 'fast-check';
import { hostileTexts } from '@weather/weather-schema/testing';

/** A file for the producer to replay, and its mapping. */
export interface FuzzedFile {
  readonly csv: Buffer;
  readonly mapping: string;
}

const COLUMNS = ['id', 'time', 'temp', 'wind'];
const TEMPERATURE_UNITS = ['°C', '°F', 'K'];
const FORMATS = [
  'yyyy-MM-dd HH:mm',
  "yyyy-MM-dd'T'HH:mm",
  'dd.MM.yyyy HH:mm:ss',
  'HH:mm',
  'x',
  "'",
  '',
  'yyyyyyyy',
];
const MAX_ROWS = 40;
const LONG_LINE = 1_100_000;

const oddJson = fc.oneof(
  hostileTexts,
  fc.constantFrom('null', '5', '"temp"', '{}', '[]', '{"column":"temp"}', '"Europe/Paris"', '"Mars/Base"'),
);

/** The JSON of a mapping; any part of it may be odd. */
const mappings = fc
  .record({
    station: fc.oneof(
      { weight: 5, arbitrary: fc.constant('{"column":"id"}') },
      { weight: 1, arbitrary: oddJson },
    ),
    time: fc.oneof(
      { weight: 5, arbitrary: fc.constant('{"column":"time"}') },
      {
        weight: 2,
        arbitrary: fc
          .constantFrom(...FORMATS)
          .map((format) => JSON.stringify({ column: 'time', format, zone: 'Europe/Paris' })),
      },
      { weight: 1, arbitrary: oddJson },
    ),
    quantities: fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .constantFrom(...TEMPERATURE_UNITS)
          .map((unit) => JSON.stringify({ temperature: { column: 'temp', unit } })),
      },
      { weight: 1, arbitrary: oddJson },
    ),
    more: fc.oneof({ weight: 5, arbitrary: fc.constant('["NA"]') }, { weight: 1, arbitrary: oddJson }),
  })
  .map(({ station, time, quantities, more }) =>
    [`{"station":${station}`, `"time":${time}`, `"quantities":${quantities}`, `"missing":${more}}`].join(','),
  );

const cells = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'b', '2026-01-01T00:00:00Z', '2026-01-01 00:00', '21.5', 'NA', ''),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"', '"x', '""', '"a,b"', '1e999', '-0', '9'.repeat(400), '\ufeff', '🌦'),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 50 }).map((text) => text.toWellFormed()) },
);

const goodRows = fc
  .tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 59 }), fc.integer({ min: -20, max: 40 }))
  .map(([id, minute, value]) => `${id},2026-01-01T00:${String(minute).padStart(2, '0')}:00Z,${value},1`);

const rows = fc.oneof(
  { weight: 4, arbitrary: goodRows },
  { weight: 3, arbitrary: fc.array(cells, { maxLength: 8 }).map((row) => row.join(',')) },
  { weight: 1, arbitrary: fc.constant(COLUMNS.join(',')) },
);

const texts = fc
  .tuple(fc.array(rows, { maxLength: MAX_ROWS }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([lines, end]) => Buffer.from([COLUMNS.join(','), ...lines].join(end)));

const csvs: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 8, arbitrary: texts },
  {
    weight: 2,
    arbitrary: fc.tuple(texts, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([text, at, byte]) => {
      text[at % text.length] = byte;
      return text;
    }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.constant(Buffer.alloc(LONG_LINE, 'x')) },
);

/** A file and its mapping; most pairs fit, but either may be invalid. */
export const fuzzedFiles: fc.Arbitrary<FuzzedFile> = fc.record({ csv: csvs, mapping: mappings });
