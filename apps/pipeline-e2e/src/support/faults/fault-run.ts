import { expect } from '@jest/globals';
import type { DevStack } from '@weather/dev-stack';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../stack/app-process.ts';
import { byForm, faultSettings } from './fault-settings.ts';
import type { FaultStack } from './fault-stack.ts';
import type { FaultResult } from './fault-report.ts';
import type { Findings } from '../oracle/compare.ts';
import type { ExpectationOptions } from '../oracle/expected-state.ts';
import { storedPartitions } from '../oracle/stored-state.ts';
import { cpuPercentOver, mostLinesInOneSecond } from './process-watch.ts';
import { SeededRandom } from './seeded-random.ts';

type Environment = Readonly<Record<string, string>>;

const FLOW_PER_SECOND = 600;
const EXAMPLES = 5;
const MOST_LINES_IN_ONE_SECOND = 10;
const MOST_WAITING_CPU_PERCENT = 5;
const CPU_WINDOW_MS = byForm(2_000, 20_000);
/** An election, a rebalance or a collection of garbage may fall into one window; what spins does so in all of them. */
const MOST_CPU_WINDOWS = 8;
const OUTAGE_MS = byForm(2_000, 120_000);
const STILL_FOR_MS = 1_000;
/** Two answers that kafkajs waits for in vain, 15 s each, or the locks of a halted consumer, and a machine that is busy. */
const RECOVERY_DEADLINE_MS = 90_000;

/** One case of the suite while it runs: its consumers, its load and what is measured. */
export class FaultRun {
  /** The choices of this case. */
  readonly random: SeededRandom;
  readonly #consumers: AppProcess[] = [];
  readonly #endedOnPurpose = new Set<AppProcess>();
  readonly #sentBefore: number;
  #alsoSent = 0;
  #slowestRecoveryMs: number | null = null;
  #waitingCpuPercent: number | null = null;

  constructor(
    readonly faults: FaultStack,
    readonly fault: string,
    readonly rounds: number,
    private readonly repeatedDeadLettersBefore: number,
  ) {
    this.random = new SeededRandom(faultSettings().seed, fault);
    this.#sentBefore = faults.load.sent.length;
  }

  get servers(): DevStack {
    return this.faults.stack.servers;
  }

  /** Starts a consumer behind the proxies, which must still run in the end. */
  consumer(environment: Environment = {}, nodeOptions?: readonly string[]): AppProcess {
    const consumer = this.faults.consumer(environment, nodeOptions);
    this.#consumers.push(consumer);
    return consumer;
  }

  /** Starts a consumer and waits until it stores what flows. */
  async consumingUnder(environment: Environment = {}): Promise<AppProcess> {
    const consumer = this.consumer(environment);
    this.flow();
    await consumer.line(/joined the consumer group/);
    await this.progress();
    return consumer;
  }

  /** Readings flow from now on until the end of the case. */
  flow(): void {
    this.faults.load.flow(FLOW_PER_SECOND);
  }

  /** SIGKILL; nobody minds that it has ended. */
  async kill(consumer: AppProcess): Promise<void> {
    this.#endedOnPurpose.add(consumer);
    await consumer.kill();
  }

  /** SIGTERM, and a check of the exit code 0. */
  async stop(consumer: AppProcess): Promise<void> {
    this.#endedOnPurpose.add(consumer);
    consumer.signal('SIGTERM');
    await consumer.exitedWith(0);
  }

  /** Calls the body once a round. */
  async eachRound(body: (round: number) => Promise<void>): Promise<void> {
    for (let round = 1; round <= this.rounds; round++) await body(round);
  }

  /** Waits until every partition has moved on, under the group of now; readings must flow. */
  async progress(): Promise<void> {
    const before = await eventually(() => this.#positions());
    await eventually(async () => {
      const now = await this.#positions();
      const stuck = [...before.keys()].filter((key) => (now.get(key) ?? 0) <= (before.get(key) ?? 0));
      if (now.size > 0 && stuck.length === 0) return;
      throw new Error(`partitions ${stuck.join(', ')} do not move on:\n${this.#outputs()}`);
    }, RECOVERY_DEADLINE_MS);
  }

  /** Waits until the load gets no more acknowledgements. */
  async acknowledgementsStop(): Promise<void> {
    let before = -1;
    await eventually(async () => {
      const now = this.faults.load.acknowledged;
      const isStill = now === before;
      before = now;
      await delay(STILL_FOR_MS);
      if (!isStill) throw new Error(`the load is still acknowledged, up to ${now}`);
    });
  }

  /** Ends a fault and measures how long it takes until something is stored again. */
  async recovery(
    endFault: () => unknown,
    untilRecovered: () => Promise<unknown> = () => this.progress(),
  ): Promise<void> {
    await endFault();
    const endedAt = performance.now();
    await untilRecovered();
    this.#slowestRecoveryMs = Math.max(this.#slowestRecoveryMs ?? 0, performance.now() - endedAt);
  }

  /** Lets an outage last, of some seconds or of minutes in the long form; the app does next to nothing in it. */
  async sitOut(app: AppProcess, outageMs = OUTAGE_MS): Promise<void> {
    await delay(outageMs);
    await this.expectIdle(app);
  }

  /** Measures the CPU time of an app in an outage, until it has come to rest; fails when it spins. */
  async expectIdle(app: AppProcess): Promise<void> {
    let percent = await cpuPercentOver(app.pid, CPU_WINDOW_MS);
    for (let windows = 1; (percent ?? 0) >= MOST_WAITING_CPU_PERCENT && windows < MOST_CPU_WINDOWS; windows++)
      percent = await cpuPercentOver(app.pid, CPU_WINDOW_MS);
    if (percent === null) return;
    this.#waitingCpuPercent = Math.max(this.#waitingCpuPercent ?? 0, percent);
    expect(percent).toBeLessThan(MOST_WAITING_CPU_PERCENT);
  }

  /** Waits for the end of the load and holds everything against what was sent. */
  async verdict(deadlineMs: number, options: ExpectationOptions): Promise<Findings> {
    const { load, oracle, group } = this.faults;
    const running = this.#consumers.filter((consumer) => !this.#endedOnPurpose.has(consumer));
    await load.settle();
    if (running.length === 0) running.push(this.consumer());
    const findings = await oracle.verdict(group, deadlineMs, options).catch((error: unknown) => {
      throw new Error(`the consumers do not come to the end:\n${this.#outputs()}`, { cause: error });
    });
    expectRunning(running);
    return findings;
  }

  /** Has the case itself find out what is amiss. */
  async judged(judge: (run: FaultRun) => Promise<Findings>): Promise<Findings> {
    expectRunning(this.#consumers.filter((consumer) => !this.#endedOnPurpose.has(consumer)));
    return await judge(this);
  }

  /** Notes readings that were sent otherwise than by the load of the suite. */
  alsoSent(readings: number): void {
    this.#alsoSent += readings;
  }

  result(findings: Findings | undefined): FaultResult {
    const { lost = [], doubled = [], wrong = [], repeatedDeadLetters = 0 } = findings ?? {};
    return {
      fault: this.fault,
      rounds: this.rounds,
      readingsSent: this.faults.load.sent.length - this.#sentBefore + this.#alsoSent,
      lost: lost.length,
      doubled: doubled.length,
      wrong: wrong.length,
      slowestRecoveryMs: this.#slowestRecoveryMs,
      repeatedDeadLetters: Math.max(0, repeatedDeadLetters - this.repeatedDeadLettersBefore),
      logLinesInOneSecond: this.#mostLines(),
      waitingCpuPercent: this.#waitingCpuPercent,
      passed: false,
    };
  }

  /** Nothing is lost, doubled or wrong, and no consumer has filled the log. */
  expectNothingAmiss({ lost, doubled, wrong }: Findings): void {
    const examples = [lost, doubled, wrong].map((list) => list.slice(0, EXAMPLES));
    expect({ lost: examples[0], doubled: examples[1], wrong: examples[2] }).toEqual({
      lost: [],
      doubled: [],
      wrong: [],
    });
    if (this.#mostLines() > MOST_LINES_IN_ONE_SECOND) throw new Error(`too many lines:\n${this.#outputs()}`);
  }

  #mostLines(): number {
    return Math.max(
      0,
      ...this.#consumers.map(({ lines, arrivals }) => mostLinesInOneSecond(lines, arrivals)),
    );
  }

  async #positions(): Promise<Map<number, number>> {
    const partitions = await storedPartitions(this.faults.stack, this.faults.group);
    return new Map([...partitions].map(([partition, { nextOffset }]) => [partition, nextOffset]));
  }

  #outputs(): string {
    return this.#consumers.map(({ output }) => output).join('\n----\n');
  }
}

function expectRunning(consumers: readonly AppProcess[]): void {
  for (const consumer of consumers) {
    if (consumer.hasExited) throw new Error(`a consumer has ended by itself:\n${consumer.output}`);
  }
}
