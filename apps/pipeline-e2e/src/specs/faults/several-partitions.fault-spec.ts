import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { ReadingEvaluator } from '@weather/weather-rules';
import { parseTestRules } from '@weather/weather-rules/testing';
import { eventually } from '@weather/service-runtime/testing';
import { WEATHER_TOPIC } from '@weather/weather-schema';
import { evaluateInOrder, findStoredEvaluation } from '../../support/evaluation/evaluated-station.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { expectRollupsCorrect } from '../../support/rollups/rollup-tables.ts';
import { faultSettings } from '../../support/faults/fault-settings.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { UnkeyedBacklog } from '../../support/load/unkeyed-backlog.ts';
import { compare, type Findings } from '../../support/oracle/compare.ts';
import { readingKey } from '../../support/oracle/expected-state.ts';
import { findStoredExceedances, findStoredReadings } from '../../support/oracle/stored-state.ts';
import type { CaughtStatement, MysqlProxy, StatementMoment } from '../../support/proxy/mysql-proxy.ts';
import { untilGroupHas } from '../../support/faults/topic-admin.ts';
import { untilTopicRead } from '../../support/faults/topic-counts.ts';
import { readCounts } from '../../support/stack/record-counts.ts';

const RULES = `
rules:
  - { name: heat, quantity: temperature, above: 30 }
  - { name: long-heat, quantity: temperature, atLeast: 28, clear: 25, for: 10m, severity: critical }
  - { name: rise, change: { quantity: temperature, within: 30m }, atLeast: 5 }
`;
const HALF = 0.5;
/** The latency of each statement and each response. */
const SLOW_MS = 3;
const MAX_CONSUMERS = 3;
const MIN_CONSUMERS = 2;
const MOMENTS: readonly StatementMoment[] = ['before', 'forwarded', 'answered'];
/** The most batches that a consumer commits before it is disturbed. */
const MAX_COMMITS = 3;
/** Covers some session timeouts on a busy machine. */
const READ_DEADLINE_MS = 120_000;

const suite = new FaultSuite('several-partitions');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unkeyed-'));
  await writeFile(join(folder, 'rules.yaml'), RULES);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A consumer with its own proxy to the database. */
interface Member {
  readonly app: AppProcess;
  readonly link: MysqlProxy;
}

/** The consumers of a group that join and leave while they read a backlog. */
class Members {
  #running: Member[] = [];

  constructor(private readonly run: FaultRun) {}

  async join(): Promise<void> {
    const link = await this.run.faults.addDatabaseLink();
    const app = this.run.consumer({
      MYSQL_PORT: String(link.port),
      ALERT_RULES_PATH: join(folder, 'rules.yaml'),
    });
    this.#running.push({ app, link });
  }

  /** Waits until the group is stable with all running consumers. */
  async untilStable(): Promise<void> {
    await untilGroupHas(this.run.servers.brokers, this.run.faults.group, this.#running.length);
  }

  /**
   * Picks a consumer and holds one of its COMMITs while records are sent. Another consumer is slowed down, so that it reads
   * its partitions after the others have written the same stations.
   */
  async holdCommit(
    send: () => Promise<void>,
    moment: StatementMoment,
  ): Promise<{ victim: Member; held: CaughtStatement }> {
    const victim = this.run.random.pick(this.#running);
    const slow = this.run.random.pick(this.#running.filter((member) => member !== victim));
    for (const { link } of this.#running) link.delay(0);
    slow.link.delay(SLOW_MS);
    let next = victim.link.nextCommit(moment);
    await send();
    for (let commits = this.run.random.integer(1, MAX_COMMITS); commits > 1; commits--) {
      const held = await next;
      next = victim.link.nextCommit(moment);
      held.release();
    }
    return { victim, held: await next };
  }

  async kill({ app }: Member): Promise<void> {
    this.#remove(app);
    await this.run.kill(app);
  }

  async leave({ app }: Member): Promise<void> {
    this.#remove(app);
    await this.run.stop(app);
  }

  /** Pauses a consumer until the group continues without it; its open transaction is committed at once or keeps its locks. */
  async pause({ app }: Member, held: CaughtStatement): Promise<void> {
    const keepsLocks = this.run.random.fraction() < HALF;
    app.signal('SIGSTOP');
    if (!keepsLocks) held.release();
    await untilGroupHas(this.run.servers.brokers, this.run.faults.group, this.#running.length - 1);
    held.release();
    app.signal('SIGCONT');
  }

  get count(): number {
    return this.#running.length;
  }

  #remove(app: AppProcess): void {
    this.#running = this.#running.filter((member) => member.app !== app);
  }
}

type Disturbance = 'kill' | 'pause' | 'leave' | 'join';
const DISTURBANCES: readonly Disturbance[] = ['kill', 'pause', 'leave', 'join'];

/** Draws a disturbance: each kind once, in random order, before any comes again. */
function drawDisturbance(run: FaultRun, left: Disturbance[]): Disturbance {
  if (left.length === 0) left.push(...DISTURBANCES);
  return left.splice(run.random.integer(0, left.length - 1), 1)[0] ?? 'kill';
}

async function disturb(
  run: FaultRun,
  members: Members,
  disturbance: Disturbance,
  send: () => Promise<void>,
): Promise<void> {
  const { victim, held } = await members.holdCommit(send, run.random.pick(MOMENTS));
  switch (disturbance) {
    case 'kill':
      await members.kill(victim);
      held.reset();
      break;
    case 'pause':
      await members.pause(victim, held);
      break;
    case 'leave':
      held.release();
      await members.leave(victim);
      break;
    case 'join':
      held.release();
      break;
  }
  if (members.count < MIN_CONSUMERS || (disturbance === 'join' && members.count < MAX_CONSUMERS))
    await members.join();
}

const backlog = new UnkeyedBacklog(faultSettings().seed);

/** Compares the tables with an evaluation of each station's readings in event-time order. */
async function compareTables(run: FaultRun): Promise<Findings> {
  const { stack, tail } = run.faults;
  const readings = [...backlog.readings.values()].flat();
  const found = compare(
    {
      readings: new Map(readings.map((reading) => [readingKey(reading), reading])),
      partitions: new Map(),
      deadLetters: new Map(),
      missing: [],
      unexpected: [],
    },
    {
      readings: await findStoredReadings(stack),
      exceedances: await findStoredExceedances(stack),
      partitions: new Map(),
      deadLetters: tail.deadLetters,
    },
  );
  return {
    ...found,
    wrong: [...found.wrong, ...(await findWrongEvaluations(run)), ...(await findWrongCounts(run))],
  };
}

async function findWrongEvaluations({ faults: { stack } }: FaultRun): Promise<string[]> {
  const evaluator = new ReadingEvaluator(parseTestRules(RULES));
  const wrong: string[] = [];
  for (const [stationId, readings] of backlog.readings) {
    const [due, stored] = [
      evaluateInOrder(readings, evaluator),
      await findStoredEvaluation(stack, stationId),
    ];
    for (const [at, flags] of due.flags)
      if (stored.flags.get(at) !== flags)
        wrong.push(`flags of ${stationId} at ${at}: ${stored.flags.get(at)}, expected ${flags}`);
    const missing = due.alerts.filter((alert) => !stored.alerts.includes(alert));
    const unexpected = stored.alerts.filter((alert) => !due.alerts.includes(alert));
    wrong.push(...missing.map((alert) => `alert of ${stationId} is missing: ${alert}`));
    wrong.push(...unexpected.map((alert) => `alert of ${stationId} is unexpected: ${alert}`));
  }
  return wrong;
}

async function findWrongCounts({ faults: { stack } }: FaultRun): Promise<string[]> {
  const { sent, ...due } = backlog.counts;
  const counts = await readCounts(stack, WEATHER_TOPIC);
  const [actual, wanted] = [counts, { read: sent, ...due, deadLettered: 0, lost: 0 }].map((all) =>
    JSON.stringify(all),
  );
  return actual === wanted ? [] : [`counts are ${actual}, expected ${wanted}`];
}

suite.fault(
  'a backlog without keys, while its consumers join, leave, are paused past their session and killed',
  async (run) => {
    const { stack } = run.faults;
    const members = new Members(run);
    for (let count = 0; count < MIN_CONSUMERS; count++) await members.join();
    const left: Disturbance[] = [];
    await run.eachRound(async () => {
      await members.untilStable();
      await disturb(run, members, drawDisturbance(run, left), async () => {
        const records = backlog.next();
        await stack.publish(WEATHER_TOPIC, records);
        run.addSent(records.length);
      });
      await untilTopicRead(stack, WEATHER_TOPIC, READ_DEADLINE_MS);
    });
    stack.app('maintenance', { MAINTENANCE_INTERVAL_MS: '100' });
    await eventually(() => expectRollupsCorrect(stack));
  },
  { rounds: [DISTURBANCES.length, 100], check: compareTables },
);
