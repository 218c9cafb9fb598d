import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES, UNITS_BY_QUANTITY } from '@weather/weather-schema';
import { parseMapping } from './parse-mapping.ts';

const SMALLEST = {
  station: { column: 'station' },
  time: { column: 'time' },
  quantities: { temperature: { column: 'temp', unit: '°C' } },
};

function faultsOf(mapping: unknown): string[] {
  const { faults = [] } = parseMapping(JSON.stringify(mapping));
  return faults.map(({ path, problem }) => `${path} ${problem}`);
}

describe('parseMapping', () => {
  it('reads the smallest mapping: only an empty text is missing, commas separate', () => {
    expect(parseMapping(JSON.stringify(SMALLEST)).mapping).toMatchObject({
      ...SMALLEST,
      missing: [''],
      delimiter: ',',
    });
  });

  it('reads a mapping with everything in it', () => {
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
    expect(parseMapping(JSON.stringify(mapping)).mapping).toMatchObject(mapping);
  });

  it('names all faults at once, each with its path', () => {
    const faults = faultsOf({
      station: { column: 'a', id: 'b' },
      time: { column: 3, format: 'yyyy', zone: 'Mars/Olympus' },
      city: {},
      quantities: { temperature: { column: 'temp', unit: 'F' }, humidity: 'humid', temprature: {} },
      missing: 'NA',
      delimiter: '||',
      comment: 'mine',
    });
    expect(faults.sort()).toEqual([
      'city must be an object with either "column" or "byStation"',
      'comment is unknown',
      'delimiter must be one character',
      'missing must be a list of texts, such as ["", "NA"]',
      'quantities.humidity must be an object such as {"column": "temp", "unit": "°C"}',
      'quantities.temperature.unit must be a unit of temperature: °C, °F, K',
      'quantities.temprature is unknown',
      'station must be an object with either "column" or "id"',
      'time.column must be the name of a column',
      'time.format "yyyy" says no month and day',
      'time.zone must be the time zone of the format, such as "America/New_York"',
    ]);
  });

  it('needs a station, a time and a quantity', () => {
    expect(faultsOf({}).map((fault) => fault.split(' ')[0])).toEqual(['station', 'time', 'quantities']);
    expect(faultsOf({ ...SMALLEST, quantities: {} })[0]).toContain(
      'quantities must be an object with one or more of',
    );
  });

  it('needs the zone of a format, which the times do not say', () => {
    expect(faultsOf({ ...SMALLEST, time: { column: 'time', format: 'yyyy-MM-dd HH:mm' } })).toEqual([
      'time.zone must be the time zone of the format, such as "America/New_York"',
    ]);
  });

  it.each([
    [{ station: 'EWR' }, 'station must be'],
    [{ station: { id: 'Newark Airport' } }, 'station.id must be 1 to 64 of'],
    [{ time: [] }, 'time must be'],
    [{ quantities: [] }, 'quantities must be'],
    [{ city: { byStation: { EWR: 1 } } }, 'city.byStation must be an object of cities by station'],
    [{ missing: ['NA', null] }, 'missing must be a list of texts'],
  ])('refuses %j', (part, fault) => {
    expect(faultsOf({ ...SMALLEST, ...part }).join()).toContain(fault);
  });

  it('says so when the text is not JSON, or no object', () => {
    expect(parseMapping('{"station": ').faults?.[0]?.problem).toContain('is not JSON');
    expect(parseMapping('[]').faults?.[0]?.problem).toBe('must hold a JSON object');
  });
});
