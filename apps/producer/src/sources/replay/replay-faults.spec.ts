import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { ManualClock } from '../../testing/manual-clock.ts';
import type { SourcedReading } from '../source.ts';
import { openReplay } from './open-replay.ts';

const BERLIN = { column: 'time', format: 'yyyy-MM-dd HH:mm', zone: 'Europe/Berlin' };
const NOON = Date.parse('2026-07-01T12:00:00Z');
const never = new AbortController().signal;

let directory: string;
let fileCount = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-faults-'));
});
afterAll(() => rm(directory, { recursive: true }));

interface Replayed {
  /** `05:00 31` */
  readonly rows: string[];
  readonly skipped: string[];
  readonly warnings: readonly string[];
  readonly failure: Error | undefined;
}

interface ReplayOptions {
  readonly mapping?: object;
  readonly maxSkipped?: number;
}

/** Replays a file at full speed; times as their hour and minute in UTC. */
async function replay(content: string | Buffer, options: ReplayOptions = {}): Promise<Replayed> {
  const file = join(directory, `${++fileCount}.csv`);
  await writeFile(file, content);
  const mapping = join(directory, `${fileCount}.json`);
  const fields = {
    station: { id: 's' },
    time: { column: 'time' },
    quantities: { temperature: { column: 'temp', unit: '°C' } },
    ...options.mapping,
  };
  await writeFile(mapping, JSON.stringify(fields));
  const skipped: string[] = [];
  const source = await openReplay(
    { file, mapping, speed: 'max', maxSkipped: options.maxSkipped ?? 1 },
    { clock: new ManualClock(), onSkipped: (where, reason) => skipped.push(`${where}: ${reason}`) },
  );
  const taken: SourcedReading[] = [];
  let failure: Error | undefined;
  try {
    for await (const group of source.readings(never)) taken.push(...group);
  } catch (error) {
    failure = error as Error;
  }
  return { rows: taken.map(shape), skipped, warnings: source.warnings(), failure };
}

function shape({ reading }: SourcedReading): string {
  const at = new Date(reading.observedAt).toISOString();
  return `${at.slice('YYYY-MM-DDT'.length, 'YYYY-MM-DDTHH:MM'.length)} ${reading.temperature}`;
}

function hourly(count: number, stations: readonly string[] = ['s']): string[] {
  return Array.from({ length: count }, (_, hour) =>
    stations.map((station) => `${new Date(NOON + hour * MS_PER_HOUR).toISOString()},${hour % 40},${station}`),
  ).flat();
}

describe('a replay of a file with another header further down', () => {
  it('reads the rows below another header by that header', async () => {
    const { rows, skipped } = await replay(
      'time,temp,dew\n2026-07-01T12:00:00Z,31,10\ntime,dew,temp\n2026-07-01T13:00:00Z,11,32\n' +
        '\ufefftime,"temp"\n2026-07-01T14:00:00Z,33\n',
    );
    expect(rows).toEqual(['12:00 31', '13:00 32', '14:00 33']);
    expect(skipped).toEqual([]);
  });

  it.each([
    ['lacks a column of the mapping', 'time,dew,hum'],
    ['has a column of the mapping twice', 'time,temp,temp'],
    ['has none of the columns', 'date,dew,hum'],
  ])('ends there, naming the line, when the header %s', async (_, header) => {
    const { rows, failure } = await replay(
      `time,temp,dew\n2026-07-01T12:00:00Z,31,10\n${header}\n2026-07-01T13:00:00Z,11,32\n`,
    );
    expect(rows).toEqual(['12:00 31']);
    expect(failure?.message).toMatch(/line 3 of \d+.csv is another header/);
  });

  it('does not mistake a row of values for a header', async () => {
    const { rows, skipped, failure } = await replay(
      'time,temp,dew\nlocal time,°C,°C\n2026-07-01T12:00:00Z,31,10\noffline,,\n?,temp error 7,1\n',
    );
    expect(rows).toEqual(['12:00 31']);
    expect(skipped).toHaveLength(3);
    expect(failure).toBeUndefined();
  });
});

describe('a replay of a file that is not UTF-8', () => {
  it('is rejected at the start, naming the line', async () => {
    const latin1 = Buffer.from('time,temp,city\n2026-07-01T12:00:00Z,20,Zürich\n', 'latin1');
    await expect(replay(latin1)).rejects.toThrow(/\d+.csv is not UTF-8 \(line 2\)/);
    await expect(replay(gzipSync(latin1))).rejects.toThrow(/is not UTF-8 \(line 2\)/);
    const utf16 = Buffer.from('\ufefftime,temp\n', 'utf16le');
    await expect(replay(utf16)).rejects.toThrow(/is UTF-16/);
  });

  it('ends at an invalid line far down after sending the rows above it', async () => {
    const rows = hourly(5_000).map((row) => `${row}\n`);
    const content = Buffer.from(`time,temp,city\n${rows.join('')}2030-01-01T00:00:00Z,1,Zürich\n`, 'latin1');
    const { rows: read, failure } = await replay(content);
    expect(read).toHaveLength(5_000);
    expect(failure?.message).toMatch(/is not UTF-8 \(line 5002\)/);
  });
});

describe('a replay of local times', () => {
  const berlin = { mapping: { time: BERLIN } };
  const PUT_BACK = ['01:55,9.1', '02:00,9', '02:30,8.8', '02:00,8.5', '02:30,8.2', '03:00,7.9'];
  const IN_UTC = ['23:55 9.1', '00:00 9', '00:30 8.8', '01:00 8.5', '01:30 8.2', '02:00 7.9'];
  const file = (rows: readonly string[]): string =>
    `time,temp\n${rows.map((row) => `2026-10-25 ${row}\n`).join('')}`;

  it('resolves the hour that occurs twice by the order of the file', async () => {
    const { rows, warnings } = await replay(file(PUT_BACK), berlin);
    expect(rows).toEqual(IN_UTC);
    expect(warnings).toEqual([
      expect.stringMatching(/^\d+.csv: rows whose time occurs twice in Europe\/Berlin.*: 4;/),
    ]);
  });

  it('resolves it in a file with the newest row first too', async () => {
    expect((await replay(file(PUT_BACK.toReversed()), berlin)).rows).toEqual(IN_UTC);
  });

  it('resolves it in hourly rows, and despite an invalid row in between', async () => {
    const { rows, warnings } = await replay(file(['01:00,1', '02:00,x', '02:00,3', '03:00,4']), berlin);
    expect(rows).toEqual(['23:00 1', '01:00 3', '02:00 4']);
    expect(warnings).toHaveLength(1);
  });

  it('resolves it for each station', async () => {
    const rows = ['01:30,1,a', '01:30,2,b', '02:00,3,a', '02:00,4,b', '02:00,5,a', '02:00,6,b'];
    const mapping = { time: BERLIN, station: { column: 'station' } };
    const content = `time,temp,station\n${rows.map((row) => `2026-10-25 ${row}\n`).join('')}`;
    const { rows: read } = await replay(content, { mapping });
    expect(read).toEqual(['23:30 1', '23:30 2', '00:00 3', '00:00 4', '01:00 5', '01:00 6']);
  });

  it('skips a time that does not exist, and warns of such times at the end', async () => {
    const { rows, skipped, warnings, failure } = await replay(
      'time,temp\n2026-03-29 01:00,22.5\n2026-03-29 02:00,22.8\n2026-03-29 03:00,22.9\n',
      { ...berlin, maxSkipped: 0 },
    );
    expect(failure).toBeUndefined();
    expect(rows).toEqual(['00:00 22.5', '01:00 22.9']);
    expect(skipped).toEqual([
      expect.stringContaining('time "2026-03-29 02:00" does not exist in Europe/Berlin'),
    ]);
    expect(warnings).toEqual([
      expect.stringMatching(/rows skipped whose time does not exist in Europe\/Berlin.*: 1;.*standard time/),
    ]);
  });

  it('reads times with an offset or in a zone without summer time unchanged', async () => {
    const utc = await replay(file(['02:00,1', '02:30,2']), { mapping: { time: { ...BERLIN, zone: 'UTC' } } });
    expect(utc.warnings).toEqual([]);
    const time = { ...BERLIN, format: 'yyyy-MM-dd HH:mmZZ' };
    const { rows, warnings } = await replay(file(['02:00+01:00,1', '02:30+01:00,2']), { mapping: { time } });
    expect(rows).toEqual(['01:00 1', '01:30 2']);
    expect(warnings).toEqual([]);
  });
});

describe('a replay of readings that share a timestamp', () => {
  it('reports how many replace an earlier one', async () => {
    const time = { column: 'time', format: 'yyyy-MM-dd', zone: 'UTC' };
    const { rows, warnings } = await replay(
      'time,temp\n2026-07-01,1\n2026-07-01,2\n2026-07-02,3\n2026-07-02,4\n',
      { mapping: { time } },
    );
    expect(rows).toHaveLength(4);
    expect(warnings).toEqual([
      expect.stringMatching(
        /^\d+.csv: readings that replace an earlier one of the same station and timestamp: 2$/,
      ),
    ]);
  });

  it('counts those far apart, but none of different stations', async () => {
    const rows = hourly(2_000, ['a', 'b']);
    const mapping = { station: { column: 'station' } };
    const once = await replay(['time,temp,station', ...rows].join('\n'), { mapping });
    expect(once.warnings).toEqual([]);
    const twice = await replay(['time,temp,station', ...rows, ...rows].join('\n'), { mapping });
    expect(twice.warnings).toEqual([expect.stringMatching(/of the same station and timestamp: 4000$/)]);
  });
});

describe('a replay of a file with skipped rows', () => {
  it('fails when they exceed the allowed share', async () => {
    const content = `time,temp\n${hourly(8).join('\n')}\n`.replaceAll(',s', '').replace(',3\n', ',3.x\n');
    expect((await replay(content, { maxSkipped: 0.2 })).failure).toBeUndefined();
    const { rows, failure } = await replay(content, { maxSkipped: 0.1 });
    expect(rows).toHaveLength(7);
    expect(failure?.message).toMatch(/: 1 of 8 rows were skipped, more than REPLAY_MAX_SKIPPED=0.1 allows/);
  });
});

describe('a replay of a file that is not in chronological order', () => {
  it.each([
    ['the newest row first', hourly(72).toReversed()],
    ['the newest month first', [...hourly(72).slice(36), ...hourly(72).slice(0, 36)]],
  ])('sends the readings in that order: %s', async (_, rows) => {
    const mapping = { station: { column: 'station' } };
    const { rows: read, warnings } = await replay(['time,temp,station', ...rows].join('\n'), { mapping });
    expect(read).toEqual((await replay(['time,temp,station', ...hourly(72)].join('\n'), { mapping })).rows);
    expect(warnings).toEqual([]);
  });

  it('keeps the order of the file when stations follow each other', async () => {
    const rows = [...hourly(3, ['a']), ...hourly(3, ['b'])];
    const { rows: read } = await replay(['time,temp,station', ...rows].join('\n'), {
      mapping: { station: { column: 'station' } },
    });
    expect(read).toEqual(['12:00 0', '13:00 1', '14:00 2', '12:00 0', '13:00 1', '14:00 2']);
  });

  it('reports the number of late readings that begin far down the file', async () => {
    const rows = hourly(60_000);
    const { rows: read, warnings } = await replay(['time,temp,x', ...rows, ...rows.slice(0, 9)].join('\n'));
    expect(read).toHaveLength(60_009);
    expect(warnings.join()).toMatch(/more than 60 minutes older than an earlier one of their station: 9;/);
  });
});
