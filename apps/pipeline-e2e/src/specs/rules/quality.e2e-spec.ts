import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppProcess } from '../../support/stack/app-process.ts';
import type { Counts } from '../../support/stack/record-counts.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import { weather } from '../../support/stack/weather-command.ts';

const STATIONS = 24;
const DAYS = 2;
const READINGS = DAYS * 24 * 60 * STATIONS;
const MISUSE = 2;
const SPIKES_FOUND = 0.9;
const FLAGGED_AT_MOST = 0.2;
const FAULTS =
  'spike=0.002,stuck=0.0002,drift=0.0001,unit-mix-up=0.0001,clock-skew=0.0001,gap=0.0005,late=0.005,out-of-order=0.005,duplicate=0.005';

/** A line of the side file. */
interface Label {
  readonly fault: string;
  readonly stationId: string;
  readonly since: string;
  readonly trueObservedAt: string;
  readonly observedAt?: string;
  readonly quantity?: string;
  readonly sentValue?: number;
}

/** The part of the output of `weather quality --json` that the tests use. */
interface QualityReport {
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly flaggedRows: number;
  readonly flaggedShare: number;
  readonly faults: readonly {
    readonly fault: string;
    readonly occurrences: number;
    readonly readings: number;
    readonly stored: number;
    readonly flagged: number;
    readonly recall: number | null;
  }[];
}

let stack: TestStack;
let folder: string;
let file: string;
let groundTruth: Label[];
let counts: Counts;
let report: QualityReport;

function startSimulation(path: string, environment: Record<string, string> = {}): AppProcess {
  return stack.app('producer', {
    SIMULATION_START: '2026-01-01T00:00:00Z',
    SIMULATION_SPEED: 'max',
    SIMULATION_INTERVAL_MS: '60000',
    SIMULATION_COUNT: String(READINGS),
    SIMULATION_FAULTS: FAULTS,
    SIMULATION_GROUND_TRUTH_PATH: path,
    ...environment,
  });
}

/** Runs it to its end and returns its output. */
async function simulate(path: string): Promise<string> {
  const producer = startSimulation(path);
  await producer.exited;
  return producer.output;
}

async function quality(...args: string[]): Promise<QualityReport> {
  const app = await weather(stack, 'quality', '--json', ...args);
  await app.exitedWith(0);
  return JSON.parse(app.lines.find((line) => line.startsWith('{')) ?? '') as QualityReport;
}

async function labelsIn(path: string): Promise<Label[]> {
  const [, ...lines] = (await readFile(path, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Label);
}

/** A time of the side file as the table has it. */
function sqlTime(iso: string): string {
  return iso.replace('T', ' ').replace('Z', '');
}

/** The readings of a fault, each once. */
function readingsOf(fault: string): Set<string> {
  const labels = groundTruth.filter((label) => label.fault === fault);
  return new Set(labels.map((label) => `${label.stationId} ${label.observedAt ?? label.trueObservedAt}`));
}

function faultIn({ faults }: QualityReport, fault: string): QualityReport['faults'][number] {
  const found = faults.find((one) => one.fault === fault);
  if (found === undefined) throw new Error(`there is nothing on ${fault} in the report`);
  return found;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weather-quality-'));
  file = join(folder, 'truth.jsonl');
  stack = await TestStack.start();
  await stack.migrate('up');
  stack.app('consumer');
  const output = await simulate(file);
  groundTruth = await labelsIn(file);
  counts = await stack.consumed(Number(/sent=(\d+)/.exec(output)?.[1]));
  report = await quality('--ground-truth', file);
});

afterAll(async () => {
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('a simulation with faults', () => {
  it('sends every reading but those of gaps, and the duplicates twice', () => {
    const duplicates = readingsOf('duplicate').size;
    expect(counts.read).toBe(READINGS - readingsOf('gap').size + duplicates);
    expect(counts).toMatchObject({ repeated: duplicates, deadLettered: 0, lost: 0 });
  });

  it('stores a spike as it was sent', async () => {
    const spikes = groundTruth.filter(
      ({ fault, quantity }) => fault === 'spike' && quantity === 'temperature',
    );
    const stored = await stack.query<{ at: string; station: string; temperature: string }>(
      `SELECT s.station_id AS station, r.observed_at AS at, CAST(r.temperature AS CHAR) AS temperature
       FROM reading r JOIN station s ON s.id = r.station_id`,
    );
    const temperatures = new Map(
      stored.map(({ station, at, temperature }) => [`${station} ${at}`, temperature]),
    );
    const found = spikes.map(({ stationId, observedAt = '' }) =>
      temperatures.get(`${stationId} ${sqlTime(observedAt)}`),
    );
    expect(spikes.length).toBeGreaterThan(10);
    expect(found.map(Number)).toEqual(spikes.map(({ sentValue }) => sentValue));
  });

  it('does not overwrite a file that is not a ground truth', async () => {
    const notes = join(folder, 'notes.txt');
    await writeFile(notes, 'mine\n');
    expect(await simulate(notes)).toContain('SIMULATION_GROUND_TRUTH_PATH');
    expect(await readFile(notes, 'utf8')).toBe('mine\n');
  });
});

describe('weather quality', () => {
  it('agrees with the side file on the readings and occurrences of each fault', () => {
    for (const { fault, occurrences, readings, stored } of report.faults) {
      const labels = groundTruth.filter((label) => label.fault === fault);
      expect([fault, readings]).toEqual([fault, readingsOf(fault).size]);
      expect(occurrences).toBe(new Set(labels.map(({ stationId, since }) => `${stationId} ${since}`)).size);
      expect([fault, stored]).toEqual([fault, fault === 'gap' ? 0 : readings]);
    }
  });

  it('agrees with the table on the flagged rows', async () => {
    const isFlagged = [28, 24, 20, 16, 12, 8, 4]
      .map((bits) => `(quality >> ${bits} & 15) IN (2, 3)`)
      .join(' OR ');
    const [row] = await stack.query<{ total: number | string; flagged: number | string }>(
      `SELECT COUNT(*) AS total, COUNT(CASE WHEN ${isFlagged} THEN 1 END) AS flagged FROM reading
       WHERE observed_at BETWEEN ? AND ?`,
      [sqlTime(report.from), sqlTime(report.to)],
    );
    expect(report.rows).toBe(Number(row?.total));
    expect(report.flaggedRows).toBe(Number(row?.flagged));
    expect(report.flaggedShare).toBeLessThan(FLAGGED_AT_MOST);
  });

  it('shows that spikes are detected', () => {
    expect(faultIn(report, 'spike').recall).toBeGreaterThan(SPIKES_FOUND);
  });

  it('prints a table', async () => {
    const app = await weather(stack, 'quality', '--ground-truth', file);
    await app.exitedWith(0);
    const { occurrences } = faultIn(report, 'spike');
    expect(app.output).toMatch(
      new RegExp(`^spike +${occurrences} +\\d+ +\\d+ +\\d+ +\\d+ +\\d+\\.\\d\\d %$`, 'm'),
    );
    expect(app.output).toMatch(/^duplicate .* no flag expected$/m);
  });

  it.each([
    [[], 'quality needs --ground-truth FILE'],
    [['--ground-truth', 'missing.jsonl'], '--ground-truth "missing.jsonl": ENOENT'],
  ])('names what is wrong with %j', async (args, message) => {
    const app = await weather(stack, 'quality', ...args);
    await app.exitedWith(MISUSE);
    expect(app.output).toContain(message);
  });
});

describe('a simulation with faults that is run again', () => {
  it('writes the same ground truth, and changes neither a row nor a flag', async () => {
    const again = join(folder, 'again.jsonl');
    await simulate(again);
    expect(await labelsIn(again)).toEqual(groundTruth);
    expect(await stack.consumed(2 * counts.read)).toMatchObject({ stored: counts.stored, deadLettered: 0 });
    expect(await quality('--ground-truth', file)).toEqual(report);
  });

  it('has labelled all stored readings when it is killed, and continues its file after that', async () => {
    const spiky = join(folder, 'spiky.jsonl');
    const settings = { SIMULATION_START: '2020-01-01T00:00:00Z', SIMULATION_FAULTS: 'spike=1' };
    const { read } = await stack.counts();
    const killed = startSimulation(spiky, { ...settings, SIMULATION_COUNT: '0' });
    await stack.readAtLeast(read + STATIONS);
    await killed.kill();
    const stored = await stack.query<{ reading: string }>(
      `SELECT CONCAT(s.station_id, ' ', r.observed_at) AS reading FROM reading r JOIN station s ON s.id = r.station_id
       WHERE r.observed_at < '2025-01-01'`,
    );
    const labels = await labelsIn(spiky);
    const labelled = new Set(
      labels.map(({ stationId, observedAt = '' }) => `${stationId} ${sqlTime(observedAt)}`),
    );
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.filter(({ reading }) => !labelled.has(reading))).toEqual([]);
    await startSimulation(spiky, { ...settings, SIMULATION_COUNT: String(STATIONS) }).exitedWith(0);
    expect((await labelsIn(spiky)).slice(labels.length)).toEqual(labels.slice(0, STATIONS));
  });
});
