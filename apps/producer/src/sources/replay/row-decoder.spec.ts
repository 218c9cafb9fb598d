import { describe, expect, it } from '@jest/globals';
import { parseMapping, type ReplayMapping } from './replay-mapping.ts';
import { BadRowError, RowDecoder } from './row-decoder.ts';
import { resolveColumns } from './column-map.ts';
import { StationTimes } from './station-times.ts';

const HEADER = [
  'origin',
  'temp',
  'humid',
  'wind_dir',
  'wind_speed',
  'precip',
  'pressure',
  'town',
  'time_hour',
];
const MAPPING = {
  station: { column: 'origin' },
  time: { column: 'time_hour' },
  quantities: {
    temperature: { column: 'temp', unit: '°F' },
    humidity: { column: 'humid', unit: '%' },
    pressure: { column: 'pressure', unit: 'inHg' },
    windSpeed: { column: 'wind_speed', unit: 'mph' },
    windDirection: { column: 'wind_dir', unit: '°' },
    precipitation: { column: 'precip', unit: 'in' },
  },
  missing: ['NA', ''],
};
const ROW = 'EWR,86,59.37,270,10.357019999999999,0.1,29.92,Newark,2013-01-01T06:00:00Z';

function mappingWith(part: object): ReplayMapping {
  return parseMapping(JSON.stringify({ ...MAPPING, ...part }));
}

function decoderWith(part: object = {}): RowDecoder {
  const mapping = mappingWith(part);
  return new RowDecoder(mapping, resolveColumns(mapping, HEADER).columnMap, new StationTimes(mapping.time));
}

function decode(row: string, part: object = {}): ReturnType<RowDecoder['decode']> {
  return decoderWith(part).decode(row.split(','));
}

describe('RowDecoder', () => {
  it('converts a row in any units to the units of the wire format', () => {
    expect(decode(ROW)).toEqual({
      stationId: 'EWR',
      observedAt: Date.parse('2013-01-01T06:00:00Z'),
      temperature: 30,
      humidity: 59.37,
      pressure: 1013.21,
      windSpeed: 4.63,
      windDirection: 270,
      precipitation: 2.54,
    });
  });

  it('omits quantities whose text means missing', () => {
    const { temperature, humidity, windDirection } = decode(ROW.replace('86', 'NA').replace('270', ' '));
    expect(temperature).toBeUndefined();
    expect(windDirection).toBeUndefined();
    expect(humidity).toBe(59.37);
  });

  it('keeps an implausible value, which the consumer checks', () => {
    expect(decode(ROW.replace('10.357019999999999', '1048.36')).windSpeed).toBe(468.66);
    expect(decode(ROW.replace('86', '-500')).temperature).toBe(-295.56);
  });

  it('takes the city from a column or from the table of stations', () => {
    expect(decode(ROW, { city: { column: 'town' } }).city).toBe('Newark');
    expect(decode(ROW.replace('Newark', 'NA'), { city: { column: 'town' } })).not.toHaveProperty('city');
    expect(decode(ROW, { city: { byStation: { EWR: 'Newark, NJ' } } }).city).toBe('Newark, NJ');
    expect(decode(ROW, { city: { byStation: { JFK: 'New York' } } })).not.toHaveProperty('city');
  });

  it('uses the station of the mapping for all rows if the file has no column for it', () => {
    expect(decode(ROW, { station: { id: 'newark-1' } }).stationId).toBe('newark-1');
  });

  it('reads local times in the format and the zone of the mapping', () => {
    const time = { column: 'time_hour', format: 'd.M.yyyy HH:mm', zone: 'America/New_York' };
    const at = (text: string): string =>
      new Date(decode(ROW.replace('2013-01-01T06:00:00Z', text), { time }).observedAt).toISOString();
    expect(at('1.1.2013 01:00')).toBe('2013-01-01T06:00:00.000Z');
    expect(at('1.7.2013 01:00')).toBe('2013-07-01T05:00:00.000Z');
    expect(at('3.11.2013 01:30')).toBe('2013-11-03T05:30:00.000Z');
    expect(() => at('10.3.2013 02:30')).toThrow('"10.3.2013 02:30" does not exist in America/New_York');
  });

  it('takes the zone from the times if the format has it', () => {
    const time = { column: 'time_hour', format: 'yyyy-MM-dd HH:mm ZZZ', zone: 'America/New_York' };
    const { observedAt } = decode(ROW.replace('2013-01-01T06:00:00Z', '2013-11-03 07:30 +0100'), { time });
    expect(new Date(observedAt).toISOString()).toBe('2013-11-03T06:30:00.000Z');
  });

  it.each([
    ['a number', ROW.replace('86', '8x6'), 'temp "8x6" is not a number'],
    ['a number in hexadecimal', ROW.replace('86', '0x56'), 'temp "0x56" is not a number'],
    ['an infinite number', ROW.replace('86', 'Infinity'), 'temp "Infinity" is not a number'],
    ['a number beyond all doubles', ROW.replace('86', '1e999'), 'temp "1e999" is too large'],
    [
      'a time without its zone',
      ROW.replace('00Z', '00'),
      'time_hour "2013-01-01T06:00:00" is not an ISO 8601 time',
    ],
    ['no day', ROW.replace('01-01', '02-30'), 'time_hour "2013-02-30T06:00:00Z" is not'],
    ['no station id', ROW.replace('EWR', 'Newark Airport'), 'origin "Newark Airport" is not a station id'],
    ['no station', ROW.replace('EWR', 'NA'), 'origin is missing'],
    ['no time', ROW.replace('2013-01-01T06:00:00Z', ''), 'time_hour is missing'],
    ['too few columns', 'EWR,86', 'it has 2 columns, the header has 9'],
    ['too many columns', `${ROW},1`, 'it has 10 columns, the header has 9'],
    ['no value', 'EWR,NA,NA,NA,NA,NA,NA,Newark,2013-01-01T06:00:00Z', 'it has no measurement'],
    ['a long text', ROW.replace('86', 'x'.repeat(99)), `temp "${'x'.repeat(40)}…" is not a number`],
  ])('rejects a row with %s, naming the text and the column', (_, row, reason) => {
    expect(() => decode(row)).toThrow(BadRowError);
    expect(() => decode(row)).toThrow(reason);
  });

  it('names the expected format of an invalid time', () => {
    const time = { column: 'time_hour', format: 'yyyy-MM-dd HH:mm', zone: 'UTC' };
    expect(() => decode(ROW, { time })).toThrow('is not a time of the format "yyyy-MM-dd HH:mm"');
  });
});

describe('resolveColumns', () => {
  it('names every missing column, and the columns of the file', () => {
    const mapping = mappingWith({ station: { column: 'orign' }, time: { column: 'hour' } });
    expect(resolveColumns(mapping, HEADER).issues).toEqual([
      { path: 'station.column', message: 'is "orign"; expected a column of the file' },
      { path: 'time.column', message: 'is "hour"; expected a column of the file' },
      { path: '', message: `the columns of the file are: ${HEADER.join(', ')}` },
    ]);
  });

  it('names a column that the file has twice', () => {
    expect(resolveColumns(mappingWith({}), [...HEADER, 'temp']).issues[0]).toEqual({
      path: 'quantities.temperature.column',
      message: 'is "temp", which is in the header twice',
    });
  });
});
