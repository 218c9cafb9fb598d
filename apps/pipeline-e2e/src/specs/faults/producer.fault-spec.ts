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
import { compareCounts, type Findings } from '../../support/oracle/compare.ts';
import { createTopic, countRecords } from '../../support/faults/topic-admin.ts';
import { untilTopicRead } from '../../support/faults/topic-counts.ts';
import { readCounts } from '../../support/stack/record-counts.ts';

type Environment = Readonly<Record<string, string>>;

const suite = new FaultSuite('producer');

/** Small batches, so that a fault hits one of many. */
const SMALL_BATCHES = { KAFKA_BATCH_RECORDS: '100' };
const READINGS = 10_000;
const MAPPING = {
  station: { column: 'station' },
  time: { column: 'time' },
  quantities: { temperature: { column: 'temp', unit: '°C' } },
};
const BLACKHOLE_MS = byForm(4_000, 120_000);
const SIMULATION = {
  ...SMALL_BATCHES,
  SIMULATION_COUNT: String(READINGS),
  SIMULATION_SPEED: 'max',
  SIMULATION_STATIONS: '200',
  SIMULATION_INTERVAL_MS: '1000',
};

/** Waits until a topic has that many more records. */
async function untilPublished(run: FaultRun, topic: string, more: number): Promise<void> {
  const { brokers } = run.servers;
  const before = await countRecords(brokers, topic);
  await eventually(async () => {
    const records = await countRecords(brokers, topic);
    if (records < before + more) throw new Error(`${topic} still has ${records} records`);
  });
}

/** Counts the readings that the producer has logged as acknowledged. */
function countAcknowledged({ lines }: AppProcess): number {
  return lines.reduce((sum, line) => {
    const rest = /Message Sent ×(\d+) more/.exec(line)?.[1];
    return sum + (rest === undefined ? Number(line.includes('✅ Message Sent:')) : Number(rest));
  }, 0);
}

/** Kills the producer repeatedly while it sends, and lets the last one finish. */
async function killAndRestart(run: FaultRun, topic: string, environment: Environment): Promise<void> {
  const { stack } = run.faults;
  let acknowledged = 0;
  await run.eachRound(async () => {
    const producer = stack.app('producer', { TOPIC: topic, ...environment });
    await untilPublished(run, topic, run.random.integer(100, 3_000));
    await producer.kill();
    acknowledged += countAcknowledged(producer);
  });
  expect(acknowledged).toBeLessThanOrEqual(await countRecords(run.servers.brokers, topic));
  const last = stack.app('producer', { TOPIC: topic, ...environment });
  await last.exitedWith(0);
}

/** Compares the stored readings of a finite source, which may have been sent several times. */
async function compareStored(run: FaultRun, topic: string): Promise<Findings> {
  const { read, stored, repeated, replaced, deadLettered, lost } = await untilTopicRead(
    run.faults.stack,
    topic,
  );
  expect({ read, deadLettered, lost }).toEqual({
    read: stored + repeated + replaced,
    deadLettered: 0,
    lost: 0,
  });
  return compareCounts(READINGS, stored);
}

/** Compares the records in a topic with the number that was sent. */
async function comparePublished(run: FaultRun, topic: string, expected: number): Promise<Findings> {
  return compareCounts(expected, await countRecords(run.servers.brokers, topic));
}

const replayed = new KnownReadings('replayed-');

suite.fault(
  'kill -9 of the producer in the middle of a replay, which is then repeated from the start, twice',
  async (run) => {
    const folder = await mkdtemp(join(tmpdir(), 'replay-'));
    const [file, mapping] = [join(folder, 'readings.csv'), join(folder, 'mapping.json')];
    await writeFile(file, replayed.csv(READINGS));
    await writeFile(mapping, JSON.stringify(MAPPING));
    const replay = { SOURCE: 'replay', REPLAY_FILE: file, REPLAY_MAPPING: mapping };
    await createTopic(run.servers.brokers, 'replayed');
    run.consumer({ TOPIC: 'replayed', KAFKA_GROUP_ID: 'replayed' });
    await killAndRestart(run, 'replayed', { ...SMALL_BATCHES, ...replay });
    await compareStored(run, 'replayed');
    const again = run.faults.stack.app('producer', { TOPIC: 'replayed', ...replay });
    await again.exitedWith(0);
    await untilTopicRead(run.faults.stack, 'replayed');
    run.addSent(await countRecords(run.servers.brokers, 'replayed'));
    await rm(folder, { recursive: true });
  },
  {
    rounds: [2, 20],
    check: (run) => replayed.compare(run.faults.stack, new Set(Array(READINGS).keys())),
  },
);

suite.fault(
  'kill -9 of the producer in the middle of a simulation, which is then restarted',
  async (run) => {
    await createTopic(run.servers.brokers, 'simulated');
    run.consumer({ TOPIC: 'simulated', KAFKA_GROUP_ID: 'simulated' });
    const source = { ...SIMULATION, SIMULATION_START: '2026-03-01T00:00:00Z' };
    await killAndRestart(run, 'simulated', source);
    run.addSent(await countRecords(run.servers.brokers, 'simulated'));
  },
  { rounds: [2, 20], check: (run) => compareStored(run, 'simulated') },
);

/** Starts a simulation whose producer reaches Kafka through the proxy. */
function startProxied(run: FaultRun, topic: string, environment: Environment = {}): AppProcess {
  return run.faults.stack.app('producer', {
    ...run.faults.environment,
    ...SIMULATION,
    SIMULATION_START: '2026-04-01T00:00:00Z',
    TOPIC: topic,
    ...environment,
  });
}

/** More than are sent before the last round begins. */
const UNANSWERED = byForm(READINGS, 200_000);

suite.fault(
  'the responses of the broker to the producer lost, and its connections reset',
  async (run) => {
    const { kafkaLink } = run.faults;
    await createTopic(run.servers.brokers, 'unanswered');
    const producer = startProxied(run, 'unanswered', {
      KAFKA_BATCH_RECORDS: '20',
      SIMULATION_COUNT: String(UNANSWERED),
    });
    await run.eachRound(async () => {
      await untilPublished(run, 'unanswered', 50);
      kafkaLink.blackhole(['toClient']);
      await delay(run.random.integer(50, 300));
      kafkaLink.resetAll();
      await kafkaLink.heal();
    });
    await producer.exitedWith(0);
    run.addSent(UNANSWERED);
  },
  { rounds: [5, 50], check: (run) => comparePublished(run, 'unanswered', UNANSWERED) },
);

suite.fault(
  'latency and limited bandwidth between the producer and the broker, then a blackhole',
  async (run) => {
    const { kafkaLink } = run.faults;
    await createTopic(run.servers.brokers, 'distant');
    const producer = startProxied(run, 'distant');
    await untilPublished(run, 'distant', 1);
    kafkaLink.delay(100);
    kafkaLink.limitBandwidth(100_000);
    await untilPublished(run, 'distant', 500);
    kafkaLink.blackhole();
    await run.sustainOutage(producer, BLACKHOLE_MS);
    await kafkaLink.heal();
    await producer.exitedWith(0);
    run.addSent(READINGS);
    expect(await readCounts(run.faults.stack, 'distant')).toMatchObject({ read: 0 });
  },
  { check: (run) => comparePublished(run, 'distant', READINGS) },
);
