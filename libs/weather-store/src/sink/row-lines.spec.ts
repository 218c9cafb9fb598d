import { describe, expect, it } from '@jest/globals';
import { exceedanceLines, readingLines } from './row-lines.ts';

const AT = Date.UTC(2026, 6, 1, 12, 30, 5, 40);

describe('readingLines', () => {
  it('writes a line for each row, in the order of the columns, with NULL for what was not measured', () => {
    const rows = [
      {
        station: 7,
        reading: { stationId: 'a', observedAt: AT, temperature: -11.7, windGust: 1e-7 },
        quality: 4294967295,
      },
      {
        station: 8,
        reading: { stationId: 'b', observedAt: 0, humidity: 50, pressure: 1012.3, windSpeed: 0 },
        quality: 0,
      },
      {
        station: 9,
        reading: { stationId: 'c', observedAt: 1, windDirection: 360, precipitation: 0.25 },
        quality: 0,
      },
    ];
    expect(readingLines(rows).toString()).toBe(
      '7\t2026-07-01 12:30:05.040\t-11.7\t\\N\t\\N\t\\N\t1e-7\t\\N\t\\N\t4294967295\n' +
        '8\t1970-01-01 00:00:00.000\t\\N\t50\t1012.3\t0\t\\N\t\\N\t\\N\t0\n' +
        '9\t1970-01-01 00:00:00.001\t\\N\t\\N\t\\N\t\\N\t\\N\t360\t0.25\t0\n',
    );
  });

  it('writes nothing for no rows', () => {
    expect(readingLines([])).toHaveLength(0);
  });
});

describe('exceedanceLines', () => {
  it('writes station, temperature and time', () => {
    const exceedances = [{ stationId: 'roof', observedAt: AT, temperature: 30.01 }];
    expect(exceedanceLines(exceedances).toString()).toBe('roof\t30.01\t2026-07-01 12:30:05.040\n');
  });

  it('keeps a text that would end a field or a line in its field', () => {
    const exceedances = [{ stationId: 'a\tb\nc\\d', observedAt: 0, temperature: 31 }];
    expect(exceedanceLines(exceedances).toString()).toBe('a\\\tb\\\nc\\\\d\t31\t1970-01-01 00:00:00.000\n');
  });
});
