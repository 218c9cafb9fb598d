import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectCleanToTheEnd, readingText } from '../stack/weather-command.ts';
import { fuzzSettings } from './fuzz-settings.ts';
import { FuzzedStack } from './fuzzed-stack.ts';
import { fuzzedBatches } from './inputs/fuzzed-batches.ts';
import { fuzzedFiles } from './inputs/fuzzed-files.ts';
import { fuzzedRecords } from './inputs/fuzzed-records.ts';
import { fuzzedRequests } from './inputs/fuzzed-requests.ts';

const { seconds, seed } = fuzzSettings();
const MS_PER_SECOND = 1_000;
const RECORDS_A_ROUND = 80;
const BATCHES_A_ROUND = 15;
const REQUESTS_A_ROUND = 80;
/** A replay takes the start of a process. */
const ROUNDS_A_FILE = 3;
const LONGEST_TURN_SECONDS = 1;
const SERVER_FAULT = 500;
const UNAVAILABLE = 503;
/** What a replay ends with: all read, some rows that could not be, or a file or a mapping that is refused. */
const EXIT_CODES = [0, 1, 2];
const BUG = /error=(?:Type|Range|Reference|Syntax)Error/;
const WITNESS_START = Date.UTC(2026, 5, 1);

let pipeline: FuzzedStack;
/** Good readings that are sent among the others: each must be stored. */
let witnesses = 0;
const statuses = new Map<number | undefined, number>();
let [records, batches, batchesTaken, files] = [0, 0, 0, 0];

beforeAll(async () => {
  process.stdout.write(`FUZZ_SEED=${seed} FUZZ_SECONDS=${seconds}\n`);
  pipeline = await FuzzedStack.start();
});

afterAll(async () => {
  const turns = pipeline.apps.map(
    ({ name, longestTurnSeconds }) => `${name} ${longestTurnSeconds.toFixed(2)} s`,
  );
  const counts = `${records} records, ${batches} batches of which ${batchesTaken} were taken, ${files} files`;
  const answers = [...statuses].map(([status, count]) => `${status ?? 'none'}: ${count}`).join(', ');
  process.stdout.write(
    `FUZZ_SEED=${seed}: ${counts}; answers ${answers}; longest turns: ${turns.join(', ')}\n`,
  );
  await pipeline.stop();
});

function samplesOf<T>(arbitrary: fc.Arbitrary<T>, count: number, round: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: seed + round });
}

async function sendRecords(round: number): Promise<void> {
  const fuzzed = samplesOf(fuzzedRecords, RECORDS_A_ROUND, round);
  await pipeline.send([...fuzzed, witness()]);
  records += fuzzed.length;
}

function witness(): { key: string; value: Buffer } {
  const observedAt = new Date(WITNESS_START + witnesses++ * MS_PER_SECOND).toISOString();
  return { key: 'witness', value: Buffer.from(readingText('witness', { temperature: 20 }, observedAt)) };
}

async function sendBatches(round: number): Promise<void> {
  for (const [index, batch] of samplesOf(fuzzedBatches, BATCHES_A_ROUND, round).entries()) {
    batches++;
    if (await pipeline.sendBatch(batch, index)) batchesTaken++;
  }
}

async function request(round: number): Promise<void> {
  const requests = samplesOf(fuzzedRequests, REQUESTS_A_ROUND, round);
  await Promise.all(
    requests.map(async (bytes) => {
      const status = await pipeline.request(bytes);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const isFault = status !== undefined && status >= SERVER_FAULT && status !== UNAVAILABLE;
      if (isFault)
        throw new Error(`the dashboard answers ${status} to ${JSON.stringify(bytes.toString('latin1'))}`);
    }),
  );
}

async function replay(round: number): Promise<void> {
  if (round % ROUNDS_A_FILE !== 0) return;
  for (const file of samplesOf(fuzzedFiles, 1, round)) {
    files++;
    const { code, output } = await pipeline.replay(file, String(round));
    const isEnd = typeof code === 'number' && EXIT_CODES.includes(code) && !BUG.test(output);
    if (isEnd) continue;
    const input = JSON.stringify({ mapping: file.mapping, csv: file.csv.toString('latin1') });
    throw new Error(`the producer ended with ${code}:\n${output}\nof ${input.slice(0, 20_000)}`);
  }
}

async function playRound(round: number): Promise<void> {
  try {
    await Promise.all([sendRecords(round), sendBatches(round), request(round), replay(round)]);
    await pipeline.settle();
  } catch (error) {
    pipeline.requireRunning();
    throw new Error(`in round ${round} of FUZZ_SEED=${seed}`, { cause: error });
  }
}

it('takes whatever it is given: nothing ends, nothing blocks, every record is accounted for', async () => {
  const end = performance.now() + seconds * MS_PER_SECOND;
  for (let round = 0; performance.now() < end; round++) await playRound(round);

  const { read, stored, repeated, replaced, deadLettered, lost } = await pipeline.stack.counts();
  expect([stored + repeated + replaced + deadLettered, lost]).toEqual([read, 0]);
  const [row] = await pipeline.stack.query<{ found: number }>(
    `SELECT COUNT(*) AS found FROM reading r JOIN station s ON s.id = r.station_id WHERE s.station_id = 'witness'`,
  );
  expect(Number(row?.found)).toBe(witnesses);
  await expectCleanToTheEnd(pipeline.stack);
  pipeline.requireRunning();
  const turns = pipeline.apps.map(({ name, longestTurnSeconds }) => ({ name, longestTurnSeconds }));
  expect(turns.filter(({ longestTurnSeconds }) => longestTurnSeconds > LONGEST_TURN_SECONDS)).toEqual([]);
});
