import { expect } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { KnownReadings } from '../../support/load/known-readings.ts';
import type { Findings } from '../../support/oracle/compare.ts';
import { countFindings } from '../../support/oracle/count-findings.ts';
import { createTopic, recordsIn } from '../../support/faults/topic-admin.ts';
import { countsOf, untilEndOf } from '../../support/faults/topic-counts.ts';

type Environment = Readonly<Record<string, string>>;

const suite = new FaultSuite('producer');

/** Small batches, so that a fault meets one of many. */
const SMALL_BATCHES = { KAFKA_BATCH_RECORDS: '100' };
const READINGS = 10_000;
const MAPPING = {
  station: { column: 'station' },
  time: { column: 'time' },
  quantities: { temperature: { column: 'temp', unit: '°C' } },
};
const BLACK_HOLE_MS = byForm(4_000, 120_000);
const SIMULATION = {
  ...SMALL_BATCHES,
  SIMULATION_COUNT: String(READINGS),
  SIMULATION_SPEED: 'max',
  SIMULATION_STATIONS: '200',
  SIMULATION_INTERVAL_MS: '1000',
};

/** Waits until a topic has some more records. */
async function published(run: FaultRun, topic: string, more: number): Promise<void> {
  const { brokers } = run.servers;
  const before = await recordsIn(brokers, topic);
  await eventually(async () => {
    const records = await recordsIn(brokers, topic);
    if (records < before + more) throw new Error(`${topic} still has ${records} records`);
  });
}

/** How many readings the log tells of as acknowledged. */
function acknowledged({ lines }: AppProcess): number {
  return lines.reduce((sum, line) => {
    const rest = /Message Sent ×(\d+) more/.exec(line)?.[1];
    return sum + (rest === undefined ? Number(line.includes('✅ Message Sent:')) : Number(rest));
  }, 0);
}

/** Kills the producer in the middle, again and again, and lets the last one come to its end. */
async function killAndRestart(run: FaultRun, topic: string, environment: Environment): Promise<void> {
  const { stack } = run.faults;
  let told = 0;
  await run.eachRound(async () => {
    const producer = stack.app('producer', { TOPIC: topic, ...environment });
    await published(run, topic, run.random.integer(100, 3_000));
    await producer.kill();
    told += acknowledged(producer);
  });
  expect(told).toBeLessThanOrEqual(await recordsIn(run.servers.brokers, topic));
  const last = stack.app('producer', { TOPIC: topic, ...environment });
  await last.exitedWith(0);
}

/** The readings of a finite source, which may have been sent several times, are all stored, each once. */
async function storedOnce(run: FaultRun, topic: string): Promise<Findings> {
  const { read, stored, repeated, replaced, deadLettered, lost } = await untilEndOf(run.faults.stack, topic);
  expect({ read, deadLettered, lost }).toEqual({
    read: stored + repeated + replaced,
    deadLettered: 0,
    lost: 0,
  });
  return countFindings(READINGS, stored);
}

/** What was sent once is in the topic once. */
async function publishedOnce(run: FaultRun, topic: string, due: number): Promise<Findings> {
  return countFindings(due, await recordsIn(run.servers.brokers, topic));
}

const replayed = new KnownReadings('replayed-');

suite.fault(
  'kill -9 of the producer in the middle of a replay, which is then repeated from its start, twice',
  async (run) => {
    const folder = await mkdtemp(join(tmpdir(), 'replay-'));
    const [file, mapping] = [join(folder, 'readings.csv'), join(folder, 'mapping.json')];
    await writeFile(file, replayed.csv(READINGS));
    await writeFile(mapping, JSON.stringify(MAPPING));
    const replay = { SOURCE: 'replay', REPLAY_FILE: file, REPLAY_MAPPING: mapping };
    await createTopic(run.servers.brokers, 'replayed');
    run.consumer({ TOPIC: 'replayed', KAFKA_GROUP_ID: 'replayed' });
    await killAndRestart(run, 'replayed', { ...SMALL_BATCHES, ...replay });
    await storedOnce(run, 'replayed');
    const again = run.faults.stack.app('producer', { TOPIC: 'replayed', ...replay });
    await again.exitedWith(0);
    await untilEndOf(run.faults.stack, 'replayed');
    run.alsoSent(await recordsIn(run.servers.brokers, 'replayed'));
    await rm(folder, { recursive: true });
  },
  {
    rounds: [2, 20],
    judge: (run) => replayed.findings(run.faults.stack, new Set(Array(READINGS).keys())),
  },
);

suite.fault(
  'kill -9 of the producer in the middle of a simulation, which then starts again',
  async (run) => {
    await createTopic(run.servers.brokers, 'simulated');
    run.consumer({ TOPIC: 'simulated', KAFKA_GROUP_ID: 'simulated' });
    const source = { ...SIMULATION, SIMULATION_START: '2026-03-01T00:00:00Z' };
    await killAndRestart(run, 'simulated', source);
    run.alsoSent(await recordsIn(run.servers.brokers, 'simulated'));
  },
  { rounds: [2, 20], judge: (run) => storedOnce(run, 'simulated') },
);

/** A simulation whose producer reaches Kafka through the proxy. */
function proxied(run: FaultRun, topic: string, environment: Environment = {}): AppProcess {
  return run.faults.stack.app('producer', {
    ...run.faults.environment,
    ...SIMULATION,
    SIMULATION_START: '2026-04-01T00:00:00Z',
    TOPIC: topic,
    ...environment,
  });
}

/** More than are sent until the last round has begun. */
const UNANSWERED = byForm(READINGS, 200_000);

suite.fault(
  'the answers of the broker to the producer lost, and its connections reset',
  async (run) => {
    const { kafkaLink } = run.faults;
    await createTopic(run.servers.brokers, 'unanswered');
    const producer = proxied(run, 'unanswered', {
      KAFKA_BATCH_RECORDS: '20',
      SIMULATION_COUNT: String(UNANSWERED),
    });
    await run.eachRound(async () => {
      await published(run, 'unanswered', 50);
      kafkaLink.blackHole(['toClient']);
      await delay(run.random.integer(50, 300));
      kafkaLink.resetAll();
      await kafkaLink.heal();
    });
    await producer.exitedWith(0);
    run.alsoSent(UNANSWERED);
  },
  { rounds: [5, 50], judge: (run) => publishedOnce(run, 'unanswered', UNANSWERED) },
);

suite.fault(
  'latency and little bandwidth between the producer and the broker, then a black hole',
  async (run) => {
    const { kafkaLink } = run.faults;
    await createTopic(run.servers.brokers, 'distant');
    const producer = proxied(run, 'distant');
    await published(run, 'distant', 1);
    kafkaLink.delay(100);
    kafkaLink.throttle(100_000);
    await published(run, 'distant', 500);
    kafkaLink.blackHole();
    await run.sitOut(producer, BLACK_HOLE_MS);
    await kafkaLink.heal();
    await producer.exitedWith(0);
    run.alsoSent(READINGS);
    expect(await countsOf(run.faults.stack, 'distant')).toMatchObject({ read: 0 });
  },
  { judge: (run) => publishedOnce(run, 'distant', READINGS) },
);
