import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import { parseRules, ReadingEvaluator } from '@weather/weather-rules';
import { eventually } from '@weather/service-runtime/testing';
import { WEATHER_TOPIC } from '@weather/weather-schema';
import { evaluateInOrder, storedEvaluation } from '../../support/evaluation/evaluated-station.ts';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { expectSummariesRight } from '../../support/summaries/summary-tables.ts';
import { faultSettings } from '../../support/faults/fault-settings.ts';
import type { FaultRun } from '../../support/faults/fault-run.ts';
import { FaultSuite } from '../../support/faults/fault-suite.ts';
import { UnkeyedBacklog } from '../../support/load/unkeyed-backlog.ts';
import { compare, type Findings } from '../../support/oracle/compare.ts';
import { keyOf } from '../../support/oracle/expected-state.ts';
import { storedAlerts, storedReadings } from '../../support/oracle/stored-state.ts';
import type { CaughtStatement, MysqlProxy, StatementMoment } from '../../support/proxy/mysql-proxy.ts';
import { untilGroupOf } from '../../support/faults/topic-admin.ts';
import { countsOf, untilEndOf } from '../../support/faults/topic-counts.ts';

const RULES = `
rules:
  - { name: heat, quantity: temperature, above: 30 }
  - { name: long-heat, quantity: temperature, atLeast: 28, clear: 25, for: 10m, severity: critical }
  - { name: rise, change: { quantity: temperature, within: 30m }, atLeast: 5 }
`;
const HALF = 0.5;
/** Of each statement and each answer. */
const SLOW_MS = 3;
const MOST_CONSUMERS = 3;
const FEWEST_CONSUMERS = 2;
const MOMENTS: readonly StatementMoment[] = ['before', 'forwarded', 'answered'];
/** Batches that are committed before something happens to their consumer. */
const MOST_COMMITS = 3;
/** Some sessions that time out, and a machine that is busy. */
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

/** A consumer with a way to the database that is its own. */
interface Member {
  readonly app: AppProcess;
  readonly link: MysqlProxy;
}

/** Consumers that share a backlog while they come and go. */
class Members {
  #running: Member[] = [];

  constructor(private readonly run: FaultRun) {}

  async join(): Promise<void> {
    const link = await this.run.faults.anotherDatabaseLink();
    const app = this.run.consumer({
      MYSQL_PORT: String(link.port),
      ALERT_RULES_PATH: join(folder, 'rules.yaml'),
    });
    this.#running.push({ app, link });
  }

  /** Waits until the group consists of those that run, and each has partitions. */
  async settled(): Promise<void> {
    await untilGroupOf(this.run.servers.brokers, this.run.faults.group, this.#running.length);
  }

  /**
   * One of them, for which something will happen when it has committed some of what is sent meanwhile. Another one is slow: its
   * partitions are still to be read when the others have written the same stations.
   */
  async caught(
    send: () => Promise<void>,
    moment: StatementMoment,
  ): Promise<{ victim: Member; held: CaughtStatement }> {
    const victim = this.run.random.pick(this.#running);
    const slow = this.run.random.pick(this.#running.filter((member) => member !== victim));
    for (const { link } of this.#running) link.delay(0);
    slow.link.delay(SLOW_MS);
    let next = victim.link.nextCommit(moment);
    await send();
    for (let commits = this.run.random.integer(1, MOST_COMMITS); commits > 1; commits--) {
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

  /** Halts one until the group goes on without it; what it had in hand is committed at once, or keeps its locks until then. */
  async halt({ app }: Member, held: CaughtStatement): Promise<void> {
    const keepsLocks = this.run.random.fraction() < HALF;
    app.signal('SIGSTOP');
    if (!keepsLocks) held.release();
    await untilGroupOf(this.run.servers.brokers, this.run.faults.group, this.#running.length - 1);
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

type Disturbance = 'kill' | 'halt' | 'leave' | 'join';
const DISTURBANCES: readonly Disturbance[] = ['kill', 'halt', 'leave', 'join'];

/** Each of them once in as many rounds as there are, in any order. */
function disturbanceOf(run: FaultRun, left: Disturbance[]): Disturbance {
  if (left.length === 0) left.push(...DISTURBANCES);
  return left.splice(run.random.integer(0, left.length - 1), 1)[0] ?? 'kill';
}

async function disturb(
  run: FaultRun,
  members: Members,
  which: Disturbance,
  send: () => Promise<void>,
): Promise<void> {
  const { victim, held } = await members.caught(send, run.random.pick(MOMENTS));
  switch (which) {
    case 'kill':
      await members.kill(victim);
      held.reset();
      break;
    case 'halt':
      await members.halt(victim, held);
      break;
    case 'leave':
      held.release();
      await members.leave(victim);
      break;
    case 'join':
      held.release();
      break;
  }
  if (members.count < FEWEST_CONSUMERS || (which === 'join' && members.count < MOST_CONSUMERS))
    await members.join();
}

const backlog = new UnkeyedBacklog(faultSettings().seed);

/** Compares the tables with a fold over the readings of each station in order of time. */
async function findings(run: FaultRun): Promise<Findings> {
  const { stack, tail } = run.faults;
  const readings = [...backlog.readings.values()].flat();
  const found = compare(
    {
      readings: new Map(readings.map((reading) => [keyOf(reading), reading])),
      partitions: new Map(),
      deadLetters: new Map(),
      missing: [],
      surplus: [],
    },
    {
      readings: await storedReadings(stack),
      alerts: await storedAlerts(stack),
      partitions: new Map(),
      deadLetters: tail.deadLetters,
    },
  );
  return { ...found, wrong: [...found.wrong, ...(await wrongEvaluations(run)), ...(await wrongCounts(run))] };
}

async function wrongEvaluations({ faults: { stack } }: FaultRun): Promise<string[]> {
  const judge = new ReadingEvaluator(parseRules(RULES));
  const wrong: string[] = [];
  for (const [stationId, readings] of backlog.readings) {
    const [due, stored] = [evaluateInOrder(judge, readings), await storedEvaluation(stack, stationId)];
    for (const [at, flags] of due.flags)
      if (stored.flags.get(at) !== flags)
        wrong.push(`flags of ${stationId} at ${at}: ${stored.flags.get(at)}, due are ${flags}`);
    const missing = due.episodes.filter((episode) => !stored.episodes.includes(episode));
    const surplus = stored.episodes.filter((episode) => !due.episodes.includes(episode));
    wrong.push(...missing.map((episode) => `episode of ${stationId} is missing: ${episode}`));
    wrong.push(...surplus.map((episode) => `episode of ${stationId} is not due: ${episode}`));
  }
  return wrong;
}

async function wrongCounts({ faults: { stack } }: FaultRun): Promise<string[]> {
  const { sent, ...due } = backlog.counts;
  const counts = await countsOf(stack, WEATHER_TOPIC);
  const [is, want] = [counts, { read: sent, ...due, deadLettered: 0, lost: 0 }].map((all) =>
    JSON.stringify(all),
  );
  return is === want ? [] : [`counts are ${is}, due are ${want}`];
}

suite.fault(
  'a backlog without keys, while its consumers join, leave, are halted past their session and killed',
  async (run) => {
    const { stack } = run.faults;
    const members = new Members(run);
    for (let count = 0; count < FEWEST_CONSUMERS; count++) await members.join();
    const left: Disturbance[] = [];
    await run.eachRound(async () => {
      await members.settled();
      await disturb(run, members, disturbanceOf(run, left), async () => {
        const records = backlog.next();
        await stack.publish(WEATHER_TOPIC, records);
        run.alsoSent(records.length);
      });
      await untilEndOf(stack, WEATHER_TOPIC, READ_DEADLINE_MS);
    });
    stack.app('maintenance', { MAINTENANCE_INTERVAL_MS: '100' });
    await eventually(() => expectSummariesRight(stack));
  },
  { rounds: [DISTURBANCES.length, 100], judge: findings },
);
