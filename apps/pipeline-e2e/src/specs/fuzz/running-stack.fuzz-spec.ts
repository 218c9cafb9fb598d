import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OutgoingRecord } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { MS_PER_SECOND, decodeRecord, type Reading } from '@weather/weather-schema';
import { MIXED, seededRecord } from '../../support/load/seeded-records.ts';
import { SeededRandom } from '../../support/faults/seeded-random.ts';
import { TrackingReceiver } from '../../support/receivers/tracking-receiver.ts';
import { acceptMessage } from '../../support/receivers/http-receiver.ts';
import { expectCleanAndDrained } from '../../support/stack/weather-command.ts';
import { fuzzedAnswers } from '../../support/fuzz/fuzzed-answers.ts';
import { fuzzSettings } from '../../support/fuzz/fuzz-settings.ts';
import { FuzzedStack } from '../../support/fuzz/fuzzed-stack.ts';
import { fuzzedBatches } from '../../support/fuzz/inputs/fuzzed-batches.ts';
import { fuzzedFiles } from '../../support/fuzz/inputs/fuzzed-files.ts';
import { fuzzedRecords } from '../../support/fuzz/inputs/fuzzed-records.ts';
import { fuzzedRequests } from '../../support/fuzz/inputs/fuzzed-requests.ts';
import { SentRecords } from '../../support/fuzz/oracle/sent-records.ts';

const { seconds, seed } = fuzzSettings();
/** Keeps the rounds of one seed apart from those of its neighbours. */
const SPREAD = 0x9e_37_79_b1;
const RECORDS_A_ROUND = 80;
const BATCHES_A_ROUND = 15;
const REQUESTS_A_ROUND = 80;
/** A replay starts a process, so it is not done in every round. */
const ROUNDS_A_FILE = 3;
const LONGEST_TURN_SECONDS = 1;
const SERVER_FAULT = 500;
const UNAVAILABLE = 503;
/** The exit codes of a replay: all rows read, some invalid rows, or an invalid file or mapping. */
const EXIT_CODES = [0, 1, 2];
const BUG = /error=(?:Type|Range|Reference|Syntax)Error/;
/** Records whose readings are known without decoding them; those of a station are in order. */
const SEEDED_A_ROUND = 60;
const SEEDED = 'seeded';
const EXAMPLES = 5;
const NOTIFY_DEADLINE_MS = 120_000;
/** A batch of a few hundred bytes may become thousands of dead letters: reading them takes a share of the run time. */
const OUTCOME_DEADLINE_MS = NOTIFY_DEADLINE_MS + (seconds * MS_PER_SECOND) / 2;

let pipeline: FuzzedStack;
let receiver: TrackingReceiver;
const sentRecords = new SentRecords();
/** The number of seeded records that were sent. */
let seeded = 0;
const statuses = new Map<number | undefined, number>();
let [records, batches, batchesAccepted, files, streams] = [0, 0, 0, 0, 0];

beforeAll(async () => {
  process.stdout.write(`FUZZ_SEED=${seed} FUZZ_SECONDS=${seconds}\n`);
  pipeline = await FuzzedStack.start();
  const answers = fuzzedAnswers(new SeededRandom(seed, 'answers'));
  receiver = new TrackingReceiver(pipeline.notifying.receiver, answers);
});

afterAll(async () => {
  const turns = pipeline.apps.map(
    ({ name, longestTurnSeconds }) => `${name} ${longestTurnSeconds.toFixed(2)} s`,
  );
  const requests = pipeline.notifying.receiver.requests.length;
  const counts = `${records} records, ${batches} batches ${batchesAccepted} accepted, ${files} files, ${requests} messages`;
  const answers = [...statuses].map(([status, count]) => `${status ?? 'none'}: ${count}`).join(', ');
  process.stdout.write(
    `FUZZ_SEED=${seed}: ${counts}; answers ${answers}; longest turns: ${turns.join(', ')}\n`,
  );
  await pipeline.stop();
});

function sample<T>(arbitrary: fc.Arbitrary<T>, count: number, round: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: Math.imul(seed, SPREAD) + round });
}

async function sendRecords(round: number): Promise<void> {
  const fuzzed = sample(fuzzedRecords, RECORDS_A_ROUND, round);
  const known = Array.from({ length: SEEDED_A_ROUND }, () => seededRecord(seed, seeded++, MIXED));
  await pipeline.send([...fuzzed, ...known.map(({ record }) => record)]);
  for (const { record, reading } of known) sentRecords.add(record, reading, SEEDED);
  addDecoded(fuzzed);
  records += fuzzed.length + known.length;
}

/** Adds records whose readings the decoder determines. */
function addDecoded(taken: readonly OutgoingRecord[]): void {
  for (const record of taken) sentRecords.add(record, decode(record), `record ${++streams}`);
}

/** Adds the stations of a batch that was damaged afterwards. */
function addUncertain(taken: readonly OutgoingRecord[]): void {
  for (const record of taken) {
    const reading = decode(record);
    if (reading !== undefined) sentRecords.addUncertainStation(reading.stationId);
  }
}

/** @returns `undefined` for an invalid record. */
function decode(record: OutgoingRecord): Reading | undefined {
  const decoded = decodeRecord(record, { now: Date.now(), legacyTimeZone: 'UTC' });
  return decoded.ok ? decoded.reading : undefined;
}

async function sendBatches(round: number): Promise<void> {
  for (const [index, batch] of sample(fuzzedBatches, BATCHES_A_ROUND, round).entries()) {
    batches++;
    if (!(await pipeline.sendBatch(batch.bytes, index))) continue;
    batchesAccepted++;
    addDecoded(batch.records ?? []);
    addUncertain(batch.original ?? []);
  }
}

async function request(round: number): Promise<void> {
  const requests = sample(fuzzedRequests, REQUESTS_A_ROUND, round);
  await Promise.all(
    requests.map(async (bytes) => {
      const status = await pipeline.request(bytes);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const isFault = status !== undefined && status >= SERVER_FAULT && status !== UNAVAILABLE;
      if (isFault)
        throw new Error(`the dashboard responded ${status} to ${JSON.stringify(bytes.toString('latin1'))}`);
    }),
  );
}

async function replay(round: number): Promise<void> {
  if (round % ROUNDS_A_FILE !== 0) return;
  for (const file of sample(fuzzedFiles, 1, round)) {
    files++;
    const { code, output } = await pipeline.replay(file, String(round));
    const isEnd = typeof code === 'number' && EXIT_CODES.includes(code) && !BUG.test(output);
    if (isEnd) continue;
    const input = JSON.stringify({ mapping: file.mapping, csv: file.csv.toString('latin1') });
    throw new Error(`the producer exited with ${code}:\n${output}\ninput: ${input.slice(0, 20_000)}`);
  }
}

async function runRound(round: number): Promise<void> {
  try {
    await Promise.all([sendRecords(round), sendBatches(round), request(round), replay(round)]);
    await pipeline.untilRead();
  } catch (error) {
    pipeline.expectRunning();
    throw new Error(`in round ${round} of FUZZ_SEED=${seed}`, { cause: error });
  }
}

it('the apps survive all inputs: none exits, none blocks, and every record is accounted for', async () => {
  const end = performance.now() + seconds * MS_PER_SECOND;
  for (let round = 0; performance.now() < end; round++) await runRound(round);

  await expectCountsRight();
  await expectEveryRecordThere();
  await expectCleanAndDrained(pipeline.stack);
  await expectReceiverUpToDate();
  pipeline.expectRunning();
  const turns = pipeline.apps.map(({ name, longestTurnSeconds }) => ({ name, longestTurnSeconds }));
  expect(turns.filter(({ longestTurnSeconds }) => longestTurnSeconds > LONGEST_TURN_SECONDS)).toEqual([]);
});

async function expectCountsRight(): Promise<void> {
  const { read, stored, repeated, replaced, deadLettered, lost } = await pipeline.stack.counts();
  expect([stored + repeated + replaced + deadLettered, lost]).toEqual([read, 0]);
}

async function expectEveryRecordThere(): Promise<void> {
  const { lost, doubled, wrong } = sentRecords.compare(await pipeline.untilOutcome(OUTCOME_DEADLINE_MS));
  const [someLost, someDoubled, someWrong] = [lost, doubled, wrong].map((all) => all.slice(0, EXAMPLES));
  expect({ lost: someLost, doubled: someDoubled, wrong: someWrong }).toEqual({
    lost: [],
    doubled: [],
    wrong: [],
  });
}

/** Expects a receiver that accepts everything again to know the state of every alert, and to have had no wrong message. */
async function expectReceiverUpToDate(): Promise<void> {
  const { notifying } = pipeline;
  notifying.receiver.answer = acceptMessage;
  await notifying.settled(NOTIFY_DEADLINE_MS);
  await eventually(async () => expect(receiver.firing()).toEqual(await notifying.alerts.findFiring()));
  expect(receiver.problems()).toEqual([]);
}
