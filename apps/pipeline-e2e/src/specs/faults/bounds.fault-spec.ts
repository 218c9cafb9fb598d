import { expect } from '@jest/globals';
import { eventually, readPeakMegabytes } from '@weather/service-runtime/testing';
import { MS_PER_SECOND } from '@weather/weather-schema';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { compareCounts } from '../../support/oracle/compare.ts';
import { createTopic, countRecords } from '../../support/faults/topic-admin.ts';
import { untilRead } from '../../support/faults/topic-counts.ts';
import { readCounts } from '../../support/stack/record-counts.ts';

/** The limits that the READMEs of the apps promise. */
const MAX_CONSUMER_MB = 500;
const MAX_PRODUCER_MB = 350;

const BACKLOG = byForm(200_000, 10_000_000);
const SLOW_BACKLOG = byForm(30_000, 1_000_000);
const BACKLOG_DEADLINE_MS = byForm(120_000, 3_000_000);
const OUTAGE_MS = byForm(10_000, 300_000);
const BATCH_BYTES = '1048576';
const FEW_STATIONS = 1_000;
/** Each sends one reading a second. */
const STATIONS = 4_000;
const SLOW_LINK = { latencyMs: 20, bytesPerSecond: 2_000_000 };

const suite = new FaultSuite('bounds');

type Environment = Readonly<Record<string, string>>;

/** Fills a topic with a simulation at full speed; the start time keeps its readings apart from those of other cases. */
async function fill(run: FaultRun, topic: string, readings: number, start: string): Promise<void> {
  await createTopic(run.servers.brokers, topic);
  const producer = run.faults.stack.app('producer', {
    TOPIC: topic,
    SIMULATION_COUNT: String(readings),
    SIMULATION_SPEED: 'max',
    SIMULATION_STATIONS: String(FEW_STATIONS),
    SIMULATION_INTERVAL_MS: '1000',
    SIMULATION_START: start,
  });
  await producer.exitedWith(0);
  run.addSent(readings);
}

/** Runs a consumer until it has read a topic, and expects its memory to stay within the promised limit. */
async function consumeWithinLimit(run: FaultRun, topic: string, readings: number): Promise<void> {
  const consumer = run.consumer({
    TOPIC: topic,
    KAFKA_GROUP_ID: topic,
    KAFKA_PARTITION_FETCH_BYTES: BATCH_BYTES,
  });
  await untilRead(run.faults.stack, topic, readings, BACKLOG_DEADLINE_MS);
  expectPeakBelow(consumer, MAX_CONSUMER_MB);
}

function expectPeakBelow({ pid }: AppProcess, megabytes: number): void {
  expect(readPeakMegabytes(pid)).toBeLessThan(megabytes);
}

suite.fault(
  `memory of a consumer with a backlog of ${BACKLOG} readings`,
  async (run) => {
    await fill(run, 'backlog', BACKLOG, '2025-01-01T00:00:00Z');
    await consumeWithinLimit(run, 'backlog', BACKLOG);
  },
  { check: async (run) => compareCounts(BACKLOG, (await readCounts(run.faults.stack, 'backlog')).stored) },
);

suite.fault(
  'memory of a consumer with a backlog and a database that is ten times slower',
  async (run) => {
    await fill(run, 'slow', SLOW_BACKLOG, '2025-06-01T00:00:00Z');
    run.faults.databaseLink.delay(SLOW_LINK.latencyMs);
    run.faults.databaseLink.limitBandwidth(SLOW_LINK.bytesPerSecond);
    await consumeWithinLimit(run, 'slow', SLOW_BACKLOG);
  },
  { check: async (run) => compareCounts(SLOW_BACKLOG, (await readCounts(run.faults.stack, 'slow')).stored) },
);

/** Starts a simulation in real time, with readings far more frequent than usual. */
async function startSimulation(run: FaultRun, topic: string, environment: Environment): Promise<AppProcess> {
  await createTopic(run.servers.brokers, topic);
  const producer = run.faults.stack.app('producer', {
    TOPIC: topic,
    SIMULATION_STATIONS: String(STATIONS),
    SIMULATION_INTERVAL_MS: String(MS_PER_SECOND),
    ...environment,
  });
  await producer.line(/Message Sent/);
  return producer;
}

/** Stops the producer and parses the counts of its last log line. */
async function stopAndCount(producer: AppProcess): Promise<{ read: number; sent: number; dropped: number }> {
  producer.signal('SIGTERM');
  await producer.exitedWith(0);
  const line = await producer.line(/simulation of .* stopped/);
  const count = (name: string): number => Number(new RegExp(`${name}=(\\d+)`).exec(line)?.[1] ?? 0);
  return { read: count('read'), sent: count('sent'), dropped: count('dropped') };
}

/** The acknowledged readings as logged by the producers, by topic. */
const sent = new Map<string, number>();

suite.fault(
  'memory of two producers while the broker is down, at 4,000 readings a second: one blocks, one drops the oldest',
  async (run) => {
    const blocking = await startSimulation(run, 'blocking', {});
    const dropping = await startSimulation(run, 'dropping', { BUFFER_FULL: 'drop-oldest' });
    await run.servers.kafka.kill();
    await blocking.line(/waiting for Kafka at/);
    await run.sustainOutage(blocking, OUTAGE_MS);
    await run.servers.kafka.start();
    const expected = (OUTAGE_MS / MS_PER_SECOND) * STATIONS;
    await eventually(async () => {
      const records = await countRecords(run.servers.brokers, 'blocking');
      if (records < expected) throw new Error(`the source has not caught up: ${records} of ${expected}`);
    }, BACKLOG_DEADLINE_MS);
    for (const producer of [blocking, dropping]) expectPeakBelow(producer, MAX_PRODUCER_MB);
    const all = { blocking: await stopAndCount(blocking), dropping: await stopAndCount(dropping) };
    expect(all.blocking.dropped).toBe(0);
    expect(all.dropping.dropped).toBeGreaterThan(0);
    expect(all.dropping.read).toBe(all.dropping.sent + all.dropping.dropped);
    for (const [topic, counts] of Object.entries(all)) sent.set(topic, counts.sent);
    run.addSent(all.blocking.sent + all.dropping.sent);
  },
  {
    check: async (run) => {
      const inTopics = ['blocking', 'dropping'].map((topic) => countRecords(run.servers.brokers, topic));
      const expected = [...sent.values()].reduce((sum, count) => sum + count, 0);
      return compareCounts(
        expected,
        (await Promise.all(inTopics)).reduce((sum, count) => sum + count, 0),
      );
    },
  },
);
