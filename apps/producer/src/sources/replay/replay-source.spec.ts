import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManualClock } from '../../testing/manual-clock.ts';
import type { SourcedReading } from '../source.ts';
import { openReplay } from './open-replay.ts';
import type { ReplaySource } from './replay-source.ts';

const MAPPING = {
  station: { column: 'station' },
  time: { column: 'time' },
  quantities: { temperature: { column: 'temp', unit: '°C' } },
  missing: ['NA', ''],
};
const HEADER = 'station,time,temp';
const CSV = `${HEADER}
A,2026-01-01T00:00:00Z,1
A,2026-01-01T02:00:00Z,2
A,2026-01-01T04:00:00Z,3
B,2026-01-01T01:00:00Z,4
B,2026-01-01T03:00:00Z,5
`;
const never = new AbortController().signal;

let directory: string;
let fileCount = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function write(content: string | Buffer, name = 'weather.csv'): Promise<string> {
  const path = join(directory, `${++fileCount}-${name}`);
  await writeFile(path, content);
  return path;
}

interface Opened {
  readonly source: ReplaySource;
  readonly skipped: string[];
  readonly clock: ManualClock;
}

async function open(content: string | Buffer, speed = 'max', mapping: unknown = MAPPING): Promise<Opened> {
  const file = await write(content);
  return openPath(file, speed, mapping);
}

async function openPath(file: string, speed = 'max', mapping: unknown = MAPPING): Promise<Opened> {
  const skipped: string[] = [];
  const clock = new ManualClock();
  const onSkipped = (where: string, reason: string): unknown => skipped.push(`${where}: ${reason}`);
  const paths = { file, mapping: await write(JSON.stringify(mapping), 'mapping.json') };
  return {
    source: await openReplay({ ...paths, speed, maxSkipped: 1 }, { clock, onSkipped }),
    skipped,
    clock,
  };
}

async function drain(source: ReplaySource, taken: SourcedReading[] = []): Promise<SourcedReading[]> {
  for await (const group of source.readings(never)) taken.push(...group);
  return taken;
}

function shape(taken: readonly SourcedReading[]): string[] {
  return taken.map(({ reading, position }) => `${position} ${reading.stationId} ${reading.temperature}`);
}

const IN_FILE_ORDER = ['2 A 1', '3 A 2', '4 A 3', '5 B 4', '6 B 5'];

describe('ReplaySource', () => {
  it('yields the readings of a plain file in its order, with their lines', async () => {
    const { source } = await open(CSV);
    expect(shape(await drain(source))).toEqual(IN_FILE_ORDER);
    expect(source.progress()).toEqual({ read: 5, fraction: 1 });
    expect(source.describePosition(5)).toMatch(/^line 5 of \d+-weather.csv$/);
  });

  it('recognizes gzip by its content, whatever the name of the file', async () => {
    const { source } = await open(gzipSync(CSV));
    expect(shape(await drain(source))).toEqual(IN_FILE_ORDER);
    const ofTwo = await open(Buffer.concat([gzipSync(CSV.slice(0, 40)), gzipSync(CSV.slice(40))]));
    expect(shape(await drain(ofTwo.source))).toEqual(IN_FILE_ORDER);
    const plain = await openPath(await write(CSV, 'weather.csv.gz'));
    expect(shape(await drain(plain.source))).toEqual(IN_FILE_ORDER);
  });

  it('reads CRLF, a byte order mark, quotes, and a last line without its end', async () => {
    const { source } = await open(
      `\ufeff"station","time","temp"\r\n"A","2026-01-01T00:00:00Z","1"\r\nA,2026-01-01T02:00:00Z,2`,
    );
    expect(shape(await drain(source))).toEqual(['2 A 1', '3 A 2']);
  });

  it('skips and counts invalid rows and reports their positions and reasons', async () => {
    const { source, skipped } = await open(
      `${HEADER}\nA,yesterday,1\n\nA,2026-01-01T00:00:00Z,2\nA,"x,3\nA,4\n`,
    );
    expect(shape(await drain(source))).toEqual(['4 A 2']);
    expect(skipped.map((line) => line.replace(/of \d+-/, 'of '))).toEqual([
      'line 2 of weather.csv: time "yesterday" is not an ISO 8601 time with its zone, such as 2026-07-01T12:00:00Z',
      'line 5 of weather.csv: a quote is misplaced or never closed',
      'line 6 of weather.csv: it has 2 columns, the header has 3',
    ]);
    expect(source.progress().read).toBe(4);
  });

  it('yields the readings in chronological order with their original distances at N times real time', async () => {
    const { source, clock } = await open(CSV, '3600');
    const taken: string[] = [];
    for await (const group of source.readings(never)) {
      taken.push(...shape(group));
      expect(source.progress().fraction).toBe(taken.length / 5);
    }
    expect(taken).toEqual(['2 A 1', '5 B 4', '3 A 2', '6 B 5', '4 A 3']);
    expect(clock.waits).toEqual([1000, 1000, 1000, 1000]);
  });

  it.each(['max', '3600'])(
    'yields all that is readable of a truncated gzip, then fails (speed %s)',
    async (speed) => {
      const rows = Array.from({ length: 30_000 }, (_, index) => {
        const time = new Date(index * 60_000).toISOString();
        return `A,${time},${(index * 7919) % 40}`;
      });
      const whole = gzipSync(`${HEADER}\n${rows.join('\n')}\n`);
      const { source } = await open(whole.subarray(0, Math.floor(whole.length / 2)), speed);
      const taken: SourcedReading[] = [];
      await expect(drain(source, taken)).rejects.toThrow(/weather.csv is cut off: its gzip data has no end/);
      expect(taken.length).toBeGreaterThan(10_000);
      expect(taken.length).toBeLessThan(20_000);
      expect(taken.at(-1)?.position).toBe(taken.length + 1);
      expect(taken.at(-1)?.reading.temperature).toBe(((taken.length - 1) * 7919) % 40);
    },
  );

  it('fails when no row of the file can be read', async () => {
    const { source } = await open(`${HEADER}\nA,1.1.2026,1\nB,2.1.2026,2\n`);
    await expect(drain(source)).rejects.toThrow(
      /has 2 rows, all invalid: the mapping does not match the file/,
    );
  });

  it('ends without readings for a file with a header only', async () => {
    const { source } = await open(`${HEADER}\n`);
    expect(await drain(source)).toEqual([]);
  });

  it('stops reading when it is aborted', async () => {
    const controller = new AbortController();
    const { source, clock } = await open(CSV, '3600');
    const taken: SourcedReading[] = [];
    for await (const group of source.readings(controller.signal)) {
      if (taken.push(...group) === 2) controller.abort();
    }
    expect(shape(taken)).toEqual(['2 A 1', '5 B 4']);
    expect(clock.time).toBe(1000);
  });

  it('stops reading a file at full speed when it is aborted', async () => {
    const controller = new AbortController();
    const rows = Array.from({ length: 30_000 }, (_, index) => `A,2026-01-01T00:00:00Z,${index % 40}`);
    const { source } = await open(`${HEADER}\n${rows.join('\n')}\n`);
    let taken = 0;
    for await (const group of source.readings(controller.signal)) {
      taken += group.length;
      controller.abort();
    }
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(10_000);
  });
});

describe('openReplay', () => {
  const openAt = (config: object): Promise<unknown> =>
    openReplay(
      { speed: 'max', maxSkipped: 1, ...config },
      { clock: new ManualClock(), onSkipped: () => undefined },
    );

  it('names both files that are not set', async () => {
    await expect(openAt({})).rejects.toThrow(/REPLAY_FILE must be set.*\n.*REPLAY_MAPPING must be set/);
  });

  it.each([
    ['an empty file', '', 'is empty'],
    ['an empty file within gzip', gzipSync(''), 'has no header'],
    ['blank lines', '\n\n', 'has no header'],
    ['an archive', Buffer.from([80, 75, 3, 4, 0, 0]), 'is binary'],
    ['a header with an open quote', '"station,time\n', 'in the header a quote is misplaced'],
    ['the start of a gzip', gzipSync(CSV).subarray(0, 12), 'is cut off: its gzip data has no end'],
    ['a damaged gzip', Buffer.concat([gzipSync(CSV).subarray(0, 10), Buffer.alloc(50, 255)]), 'is damaged'],
  ])('rejects %s, naming it', async (_, content, problem) => {
    await expect(open(content)).rejects.toThrow(
      new RegExp(`REPLAY_FILE="[^"]*": .*weather.csv:? ${problem}`),
    );
  });

  it('rejects a missing file and a directory', async () => {
    await expect(openPath(join(directory, 'none.csv'))).rejects.toThrow(
      /REPLAY_FILE="[^"]*": none.csv cannot be read: .*ENOENT/,
    );
    await expect(openPath(directory)).rejects.toThrow('is a directory');
  });

  it('rejects a mapping that is missing, or does not fit the file, naming its columns', async () => {
    const file = await write(CSV);
    await expect(openAt({ file, mapping: join(directory, 'none.json') })).rejects.toThrow(
      /REPLAY_MAPPING="[^"]*none.json": .*ENOENT/,
    );
    await expect(openPath(file, 'max', { ...MAPPING, time: { column: 'hour' } })).rejects.toThrow(
      /REPLAY_MAPPING="[^"]*": time.column is "hour"; expected a column of the file\n.*: the columns of the file are: station, time, temp/,
    );
    await expect(openPath(file, 'max', {})).rejects.toThrow(
      /REPLAY_MAPPING="[^"]*": station is missing; expected an object/,
    );
  });
});
