import { expect } from '@jest/globals';
import { eventually, peakMegabytesOf } from '@weather/service-runtime/testing';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { byForm } from '../../support/faults/fault-settings.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { countFindings } from '../../support/oracle/count-findings.ts';
import { createTopic, recordsIn } from '../../support/faults/topic-admin.ts';
import { countsOf, untilRead } from '../../support/faults/topic-counts.ts';

/** What the READMEs of the apps promise. */
const MOST_CONSUMER_MB = 500;
const MOST_PRODUCER_MB = 350;

const BACKLOG = byForm(200_000, 10_000_000);
const SLOW_BACKLOG = byForm(30_000, 1_000_000);
const BACKLOG_DEADLINE_MS = byForm(120_000, 3_000_000);
const OUTAGE_MS = byForm(10_000, 300_000);
const BATCH_BYTES = '1048576';
const FEW_STATIONS = 1_000;
/** Each sends once a second. */
const STATIONS = 4_000;
const SLOW_LINK = { latencyMs: 20, bytesPerSecond: 2_000_000 };
const MS_PER_SECOND = 1_000;

const suite = new FaultSuite('bounds');

type Environment = Readonly<Record<string, string>>;

/** A simulation at full speed; the start keeps its readings from those of other cases. */
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
  run.alsoSent(readings);
}

/** The rows of a finite simulation are there, each once, and the consumer never took more memory than promised. */
async function storedWithin(run: FaultRun, topic: string, readings: number): Promise<void> {
  const consumer = run.consumer({
    TOPIC: topic,
    KAFKA_GROUP_ID: topic,
    KAFKA_PARTITION_FETCH_BYTES: BATCH_BYTES,
  });
  await untilRead(run.faults.stack, topic, readings, BACKLOG_DEADLINE_MS);
  expectPeakBelow(consumer, MOST_CONSUMER_MB);
}

function expectPeakBelow({ pid }: AppProcess, megabytes: number): void {
  expect(peakMegabytesOf(pid)).toBeLessThan(megabytes);
}

suite.fault(
  `memory of a consumer with a backlog of ${BACKLOG} readings`,
  async (run) => {
    await fill(run, 'backlog', BACKLOG, '2025-01-01T00:00:00Z');
    await storedWithin(run, 'backlog', BACKLOG);
  },
  { judge: async (run) => countFindings(BACKLOG, (await countsOf(run.faults.stack, 'backlog')).stored) },
);

suite.fault(
  'memory of a consumer with a backlog and a database that answers ten times slower',
  async (run) => {
    await fill(run, 'slow', SLOW_BACKLOG, '2025-06-01T00:00:00Z');
    run.faults.databaseLink.delay(SLOW_LINK.latencyMs);
    run.faults.databaseLink.throttle(SLOW_LINK.bytesPerSecond);
    await storedWithin(run, 'slow', SLOW_BACKLOG);
  },
  { judge: async (run) => countFindings(SLOW_BACKLOG, (await countsOf(run.faults.stack, 'slow')).stored) },
);

/** A simulation that goes by the clock, much faster than stations do. */
async function liveSource(run: FaultRun, topic: string, environment: Environment): Promise<AppProcess> {
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

/** Ends the producer and reads its closing line. */
async function closingCounts(producer: AppProcess): Promise<{ read: number; sent: number; dropped: number }> {
  producer.signal('SIGTERM');
  await producer.exitedWith(0);
  const line = await producer.line(/simulation of .* stopped/);
  const count = (name: string): number => Number(new RegExp(`${name}=(\\d+)`).exec(line)?.[1] ?? 0);
  return { read: count('read'), sent: count('sent'), dropped: count('dropped') };
}

/** Acknowledged as the producers said in the end, by topic. */
const sent = new Map<string, number>();

suite.fault(
  'memory of two producers whose broker is away, at 4,000 readings a second: one held back, one dropping the oldest',
  async (run) => {
    const held = await liveSource(run, 'held', {});
    const dropping = await liveSource(run, 'dropping', { BUFFER_FULL: 'drop-oldest' });
    await run.servers.kafka.kill();
    await held.line(/waiting for Kafka at/);
    await run.sitOut(held, OUTAGE_MS);
    await run.servers.kafka.start();
    const due = (OUTAGE_MS / MS_PER_SECOND) * STATIONS;
    await eventually(async () => {
      const records = await recordsIn(run.servers.brokers, 'held');
      if (records < due) throw new Error(`the source has not caught up: ${records} of ${due}`);
    }, BACKLOG_DEADLINE_MS);
    for (const producer of [held, dropping]) expectPeakBelow(producer, MOST_PRODUCER_MB);
    const all = { held: await closingCounts(held), dropping: await closingCounts(dropping) };
    expect(all.held.dropped).toBe(0);
    expect(all.dropping.dropped).toBeGreaterThan(0);
    expect(all.dropping.read).toBe(all.dropping.sent + all.dropping.dropped);
    for (const [topic, counts] of Object.entries(all)) sent.set(topic, counts.sent);
    run.alsoSent(all.held.sent + all.dropping.sent);
  },
  {
    judge: async (run) => {
      const inTopics = ['held', 'dropping'].map((topic) => recordsIn(run.servers.brokers, topic));
      const due = [...sent.values()].reduce((sum, count) => sum + count, 0);
      return countFindings(
        due,
        (await Promise.all(inTopics)).reduce((sum, count) => sum + count, 0),
      );
    },
  },
);
