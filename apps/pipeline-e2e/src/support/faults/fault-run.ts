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
import { findStoredPartitions } from '../oracle/stored-state.ts';
import { measureCpuPercent, peakLinesPerSecond } from './process-watch.ts';
import { SeededRandom } from './seeded-random.ts';

type Environment = Readonly<Record<string, string>>;

const LOAD_PER_SECOND = 600;
const EXAMPLES = 5;
const MAX_LINES_PER_SECOND = 10;
const MAX_WAITING_CPU_PERCENT = 5;
const CPU_WINDOW_MS = byForm(2_000, 20_000);
/** A leader election, a rebalance or a garbage collection may fall into one window; a busy loop shows in all of them. */
const MAX_CPU_WINDOWS = 8;
const OUTAGE_MS = byForm(2_000, 120_000);
const UNCHANGED_FOR_MS = 1_000;
/** Two request timeouts of kafkajs (15 s each) or the locks of a halted consumer, on a busy machine. */
const RECOVERY_DEADLINE_MS = 90_000;

/** A running fault case: its consumers, its load and its measurements. */
export class FaultRun {
  /** The random choices of this case. */
  readonly random: SeededRandom;
  readonly #consumers: AppProcess[] = [];
  readonly #stoppedOnPurpose = new Set<AppProcess>();
  readonly #sentBefore: number;
  #otherSent = 0;
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

  /** Starts a consumer behind the proxies; it must still run when the case ends. */
  consumer(environment: Environment = {}, nodeOptions?: readonly string[]): AppProcess {
    const consumer = this.faults.consumer(environment, nodeOptions);
    this.#consumers.push(consumer);
    return consumer;
  }

  /** Starts a consumer and the load, and waits until its readings are stored. */
  async consumerUnderLoad(environment: Environment = {}): Promise<AppProcess> {
    const consumer = this.consumer(environment);
    this.startLoad();
    await consumer.line(/joined the consumer group/);
    await this.untilProgress();
    return consumer;
  }

  /** Sends readings at a steady rate from now until the end of the case. */
  startLoad(): void {
    this.faults.load.start(LOAD_PER_SECOND);
  }

  /** Kills a consumer with SIGKILL, on purpose. */
  async kill(consumer: AppProcess): Promise<void> {
    this.#stoppedOnPurpose.add(consumer);
    await consumer.kill();
  }

  /** Stops a consumer with SIGTERM and expects exit code 0. */
  async stop(consumer: AppProcess): Promise<void> {
    this.#stoppedOnPurpose.add(consumer);
    consumer.signal('SIGTERM');
    await consumer.exitedWith(0);
  }

  /** Calls the body once a round. */
  async eachRound(body: (round: number) => Promise<void>): Promise<void> {
    for (let round = 1; round <= this.rounds; round++) await body(round);
  }

  /** Waits until the current group has advanced in every partition; needs a running load. */
  async untilProgress(): Promise<void> {
    const before = await eventually(() => this.#nextOffsets());
    await eventually(async () => {
      const now = await this.#nextOffsets();
      const stuck = [...before.keys()].filter((key) => (now.get(key) ?? 0) <= (before.get(key) ?? 0));
      if (now.size > 0 && stuck.length === 0) return;
      throw new Error(`partitions ${stuck.join(', ')} make no progress:\n${this.#outputs()}`);
    }, RECOVERY_DEADLINE_MS);
  }

  /** Waits until Kafka acknowledges no more records of the load. */
  async untilAcknowledgementsStop(): Promise<void> {
    let before = -1;
    await eventually(async () => {
      const now = this.faults.load.acknowledged;
      const isUnchanged = now === before;
      before = now;
      await delay(UNCHANGED_FOR_MS);
      if (!isUnchanged) throw new Error(`the load is still acknowledged, up to ${now}`);
    });
  }

  /** Ends a fault and measures the time until readings are stored again. */
  async measureRecovery(
    endFault: () => unknown,
    untilRecovered: () => Promise<unknown> = () => this.untilProgress(),
  ): Promise<void> {
    await endFault();
    const endedAt = performance.now();
    await untilRecovered();
    this.#slowestRecoveryMs = Math.max(this.#slowestRecoveryMs ?? 0, performance.now() - endedAt);
  }

  /** Keeps an outage up for seconds (minutes in the long form) and expects the app to be idle meanwhile. */
  async sustainOutage(app: AppProcess, outageMs = OUTAGE_MS): Promise<void> {
    await delay(outageMs);
    await this.expectIdle(app);
  }

  /** Measures the CPU of an app in an outage until it is idle; fails if it never is. */
  async expectIdle(app: AppProcess): Promise<void> {
    let percent = await measureCpuPercent(app.pid, CPU_WINDOW_MS);
    for (let windows = 1; (percent ?? 0) >= MAX_WAITING_CPU_PERCENT && windows < MAX_CPU_WINDOWS; windows++)
      percent = await measureCpuPercent(app.pid, CPU_WINDOW_MS);
    if (percent === null) return;
    this.#waitingCpuPercent = Math.max(this.#waitingCpuPercent ?? 0, percent);
    expect(percent).toBeLessThan(MAX_WAITING_CPU_PERCENT);
  }

  /** Stops the load, waits until the consumers have read everything, and compares the result with the load. */
  async check(deadlineMs: number, options: ExpectationOptions): Promise<Findings> {
    const { load, oracle, group } = this.faults;
    const running = this.#consumers.filter((consumer) => !this.#stoppedOnPurpose.has(consumer));
    await load.settle();
    if (running.length === 0) running.push(this.consumer());
    const findings = await oracle.check(group, deadlineMs, options).catch((error: unknown) => {
      throw new Error(`the consumers did not read to the end:\n${this.#outputs()}`, { cause: error });
    });
    expectRunning(running);
    return findings;
  }

  /** Lets the case itself compare what is stored. */
  async checkWith(check: (run: FaultRun) => Promise<Findings>): Promise<Findings> {
    expectRunning(this.#consumers.filter((consumer) => !this.#stoppedOnPurpose.has(consumer)));
    return await check(this);
  }

  /** Counts readings that were not sent by the load of the suite. */
  addSent(readings: number): void {
    this.#otherSent += readings;
  }

  result(findings: Findings | undefined): FaultResult {
    const { lost = [], doubled = [], wrong = [], repeatedDeadLetters = 0 } = findings ?? {};
    return {
      fault: this.fault,
      rounds: this.rounds,
      readingsSent: this.faults.load.sent.length - this.#sentBefore + this.#otherSent,
      lost: lost.length,
      doubled: doubled.length,
      wrong: wrong.length,
      slowestRecoveryMs: this.#slowestRecoveryMs,
      repeatedDeadLetters: Math.max(0, repeatedDeadLetters - this.repeatedDeadLettersBefore),
      peakLogLinesPerSecond: this.#peakLines(),
      waitingCpuPercent: this.#waitingCpuPercent,
      passed: false,
    };
  }

  /** Expects that nothing is lost, doubled or wrong, and that no consumer has flooded its log. */
  expectNoFindings({ lost, doubled, wrong }: Findings): void {
    const examples = [lost, doubled, wrong].map((list) => list.slice(0, EXAMPLES));
    expect({ lost: examples[0], doubled: examples[1], wrong: examples[2] }).toEqual({
      lost: [],
      doubled: [],
      wrong: [],
    });
    if (this.#peakLines() > MAX_LINES_PER_SECOND)
      throw new Error(`too many log lines per second:\n${this.#outputs()}`);
  }

  #peakLines(): number {
    return Math.max(0, ...this.#consumers.map(({ lines, arrivals }) => peakLinesPerSecond(lines, arrivals)));
  }

  async #nextOffsets(): Promise<Map<number, number>> {
    const partitions = await findStoredPartitions(this.faults.stack, this.faults.group);
    return new Map([...partitions].map(([partition, { nextOffset }]) => [partition, nextOffset]));
  }

  #outputs(): string {
    return this.#consumers.map(({ output }) => output).join('\n----\n');
  }
}

function expectRunning(consumers: readonly AppProcess[]): void {
  for (const consumer of consumers) {
    if (consumer.hasExited) throw new Error(`a consumer exited unexpectedly:\n${consumer.output}`);
  }
}
