import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES, UNITS_BY_QUANTITY } from '@weather/weather-schema';
import { findIssues } from '@weather/service-runtime/testing';
import { parseMapping } from './replay-mapping.ts';

const SMALLEST = {
  station: { column: 'station' },
  time: { column: 'time' },
  quantities: { temperature: { column: 'temp', unit: '°C' } },
};

function issuesOf(mapping: unknown): string[] {
  return findIssues(parseMapping, JSON.stringify(mapping));
}

describe('parseMapping', () => {
  it('reads a minimal mapping, with the empty text as missing and commas as separators by default', () => {
    expect(parseMapping(JSON.stringify(SMALLEST))).toMatchObject({
      ...SMALLEST,
      missing: [''],
      delimiter: ',',
    });
  });

  it('reads a mapping with every field', () => {
    const quantities = Object.fromEntries(
      QUANTITY_NAMES.map((name) => [name, { column: name, unit: UNITS_BY_QUANTITY[name].at(-1) }]),
    );
    const mapping = {
      station: { id: 'EWR' },
      time: { column: 'time', format: 'yyyy-MM-dd HH:mm', zone: 'America/New_York' },
      city: { byStation: { EWR: 'Newark' } },
      quantities,
      missing: ['NA', '-999'],
      delimiter: ';',
    };
    expect(parseMapping(JSON.stringify(mapping))).toMatchObject(mapping);
  });

  it('names every issue at once, each with its path', () => {
    const issues = issuesOf({
      station: { column: 'a', id: 'b' },
      time: { column: 3, format: 'yyyy', zone: 'Mars/Olympus' },
      city: {},
      quantities: { temperature: { column: 'temp', unit: 'F' }, humidity: 'humid', temprature: {} },
      missing: 'NA',
      delimiter: '||',
      comment: 'mine',
    });
    expect(issues.sort()).toEqual([
      'city has none of column, byStation; expected exactly one',
      'comment is unknown; expected station, time, city, quantities, missing or delimiter',
      'delimiter is "||"; expected one character',
      'missing is "NA"; expected a list of texts, such as ["", "NA"]',
      'quantities.humidity is "humid"; expected an object such as {"column": "temp", "unit": "°C"}',
      'quantities.temperature.unit is "F"; expected a unit of temperature: °C, °F, K',
      'quantities.temprature is unknown; expected temperature, humidity, pressure, windSpeed, windGust, windDirection or precipitation',
      'station has column and id; expected exactly one of column or id',
      'time.column is 3; expected the name of a column',
      'time.format is "yyyy"; expected a format such as "yyyy-MM-dd HH:mm"; it has no month and day',
      'time.zone is "Mars/Olympus"; expected the time zone of the format, such as "America/New_York"',
    ]);
  });

  it('needs a station, a time and a quantity', () => {
    expect(issuesOf({}).map((issue) => issue.split(' ')[0])).toEqual(['station', 'time', 'quantities']);
    expect(issuesOf({ ...SMALLEST, quantities: {} })[0]).toContain(
      'quantities has none of temperature, humidity, pressure, windSpeed,',
    );
  });

  it('requires the zone of a format whose times do not include it', () => {
    expect(issuesOf({ ...SMALLEST, time: { column: 'time', format: 'yyyy-MM-dd HH:mm' } })).toEqual([
      'time.zone is missing; expected the time zone of the format, such as "America/New_York"',
    ]);
  });

  it.each([
    [{ station: 'EWR' }, 'station is "EWR"; expected an object'],
    [{ station: { id: 'Newark Airport' } }, 'station.id is "Newark Airport"; expected 1 to 64 of'],
    [{ time: [] }, 'time is []; expected an object'],
    [{ quantities: [] }, 'quantities is []; expected an object'],
    [
      { city: { byStation: { EWR: 1 } } },
      'city.byStation is {"EWR":1}; expected an object of cities by station',
    ],
    [{ missing: ['NA', null] }, 'missing[1] is missing; expected a text'],
  ])('rejects %j', (part, issue) => {
    expect(issuesOf({ ...SMALLEST, ...part }).join()).toContain(issue);
  });

  it('rejects deep nesting and too many bytes', () => {
    expect(findIssues(parseMapping, '['.repeat(1_000))).toEqual([
      'the file is nested more than 20 levels deep; expected at most 20',
    ]);
    expect(findIssues(parseMapping, ' '.repeat(65_537))).toEqual([
      'the file has 65537 bytes; the limit is 64 KiB',
    ]);
  });

  it('has no aliases, since it is JSON', () => {
    expect(findIssues(parseMapping, '{"station": &a {"id": "b"}, "time": *a}')[0]).toMatch(/^invalid JSON: /);
  });

  it('rejects a text that is not JSON or not an object', () => {
    expect(findIssues(parseMapping, '{"station": ')[0]).toContain('invalid JSON');
    expect(findIssues(parseMapping, '[]')).toEqual([
      'the file is []; it must contain a JSON object with station, time and quantities',
    ]);
  });
});
