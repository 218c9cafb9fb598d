import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OutgoingRecord } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { decodeRecord } from '@weather/weather-schema';
import { MIXED, seededRecord } from '../../support/load/seeded-records.ts';
import { SeededRandom } from '../../support/faults/seeded-random.ts';
import { BelievingReceiver } from '../../support/receivers/believing-receiver.ts';
import { thank } from '../../support/receivers/http-receiver.ts';
import { expectCleanToTheEnd } from '../../support/stack/weather-command.ts';
import { fuzzedAnswers } from '../../support/fuzz/fuzzed-answers.ts';
import { fuzzSettings } from '../../support/fuzz/fuzz-settings.ts';
import { FuzzedStack } from '../../support/fuzz/fuzzed-stack.ts';
import { fuzzedBatches } from '../../support/fuzz/inputs/fuzzed-batches.ts';
import { fuzzedFiles } from '../../support/fuzz/inputs/fuzzed-files.ts';
import { fuzzedRecords } from '../../support/fuzz/inputs/fuzzed-records.ts';
import { fuzzedRequests } from '../../support/fuzz/inputs/fuzzed-requests.ts';
import { RecordLedger } from '../../support/fuzz/oracle/record-ledger.ts';

const { seconds, seed } = fuzzSettings();
const MS_PER_SECOND = 1_000;
/** Keeps the rounds of one seed from those of its neighbours. */
const SPREAD = 0x9e_37_79_b1;
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
/** Records of which it is known what they are, without decoding them; those of a station are in order. */
const SEEDED_A_ROUND = 60;
const SEEDED = 'seeded';
const EXAMPLES = 5;
const TOLD_DEADLINE_MS = 120_000;
/** Batches of a few hundred bytes become thousands of dead letters each: reading them takes a part of the time of the run. */
const OUTCOME_DEADLINE_MS = TOLD_DEADLINE_MS + (seconds * MS_PER_SECOND) / 2;

let pipeline: FuzzedStack;
let receiver: BelievingReceiver;
const ledger = new RecordLedger();
/** So many of the seeded records are sent. */
let seeded = 0;
const statuses = new Map<number | undefined, number>();
let [records, batches, batchesTaken, files, streams] = [0, 0, 0, 0, 0];

beforeAll(async () => {
  process.stdout.write(`FUZZ_SEED=${seed} FUZZ_SECONDS=${seconds}\n`);
  pipeline = await FuzzedStack.start();
  const answers = fuzzedAnswers(new SeededRandom(seed, 'answers'));
  receiver = new BelievingReceiver(pipeline.notifying.receiver, answers);
});

afterAll(async () => {
  const turns = pipeline.apps.map(
    ({ name, longestTurnSeconds }) => `${name} ${longestTurnSeconds.toFixed(2)} s`,
  );
  const requests = pipeline.notifying.receiver.requests.length;
  const counts = `${records} records, ${batches} batches of which ${batchesTaken} were taken, ${files} files, ${requests} messages`;
  const answers = [...statuses].map(([status, count]) => `${status ?? 'none'}: ${count}`).join(', ');
  process.stdout.write(
    `FUZZ_SEED=${seed}: ${counts}; answers ${answers}; longest turns: ${turns.join(', ')}\n`,
  );
  await pipeline.stop();
});

function samplesOf<T>(arbitrary: fc.Arbitrary<T>, count: number, round: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: Math.imul(seed, SPREAD) + round });
}

async function sendRecords(round: number): Promise<void> {
  const fuzzed = samplesOf(fuzzedRecords, RECORDS_A_ROUND, round);
  const known = Array.from({ length: SEEDED_A_ROUND }, () => seededRecord(seed, seeded++, MIXED));
  await pipeline.send([...fuzzed, ...known.map(({ record }) => record)]);
  for (const { record, reading } of known) ledger.note(record, reading, SEEDED);
  noteDecoded(fuzzed);
  records += fuzzed.length + known.length;
}

/** Notes records of which the decoder says what they are. */
function noteDecoded(taken: readonly OutgoingRecord[]): void {
  for (const record of taken) {
    const decoded = decodeRecord(record, { now: Date.now(), legacyTimeZone: 'UTC' });
    ledger.note(record, decoded.ok ? decoded.reading : undefined, `record ${++streams}`);
  }
}

async function sendBatches(round: number): Promise<void> {
  for (const [index, batch] of samplesOf(fuzzedBatches, BATCHES_A_ROUND, round).entries()) {
    batches++;
    if (!(await pipeline.sendBatch(batch.bytes, index))) continue;
    batchesTaken++;
    noteDecoded(batch.records ?? []);
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

  await expectCountsRight();
  await expectEveryRecordThere();
  await expectCleanToTheEnd(pipeline.stack);
  await expectReceiverKnows();
  pipeline.requireRunning();
  const turns = pipeline.apps.map(({ name, longestTurnSeconds }) => ({ name, longestTurnSeconds }));
  expect(turns.filter(({ longestTurnSeconds }) => longestTurnSeconds > LONGEST_TURN_SECONDS)).toEqual([]);
});

async function expectCountsRight(): Promise<void> {
  const { read, stored, repeated, replaced, deadLettered, lost } = await pipeline.stack.counts();
  expect([stored + repeated + replaced + deadLettered, lost]).toEqual([read, 0]);
}

async function expectEveryRecordThere(): Promise<void> {
  const { lost, doubled, wrong } = ledger.findings(await pipeline.outcome(OUTCOME_DEADLINE_MS));
  const [someLost, someDoubled, someWrong] = [lost, doubled, wrong].map((all) => all.slice(0, EXAMPLES));
  expect({ lost: someLost, doubled: someDoubled, wrong: someWrong }).toEqual({
    lost: [],
    doubled: [],
    wrong: [],
  });
}

/** Once the receiver takes everything, it knows of each alert how it stands, and was told nothing that was not so. */
async function expectReceiverKnows(): Promise<void> {
  const { notifying } = pipeline;
  notifying.receiver.answer = thank;
  await notifying.settled(TOLD_DEADLINE_MS);
  await eventually(async () => expect(receiver.firing()).toEqual(await notifying.episodes.firing()));
  expect(receiver.faults()).toEqual([]);
}
