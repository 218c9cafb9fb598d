import { setTimeout as delay } from 'node:timers/promises';
import { formatError, MS_PER_SECOND } from '@weather/service-runtime';
import type { Missing } from '../results/report.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import type { Entry, Run, Stage } from './stage.ts';
import { TopicPool } from './topic-pool.ts';

export interface StageResult {
  readonly runs: readonly Run[];
  /** Candidates without a result. */
  readonly missing: readonly Missing[];
}

/** Cores that other processes, and the servers, may use on an idle machine. */
const QUIET_CORES = 0.25;
const QUIET_WINDOW_MS = 1_000;
const MILLION = 1_000_000;

/** Runs the candidates of one stage. */
export class StageRunner {
  readonly #runs: Run[] = [];
  readonly #missing: Missing[] = [];
  readonly #topics: TopicPool;

  constructor(
    private readonly stage: Stage,
    private readonly stack: BenchStack,
    private readonly quietTimeoutSeconds: number,
  ) {
    this.#topics = new TopicPool(stack, stage.name);
  }

  /**
   * Runs the rounds interleaved, A B C A B C, so that a slow minute affects all alike. A candidate that fails is skipped from
   * then on.
   * @throws the reason of the signal when the bench is interrupted.
   */
  async run(): Promise<StageResult> {
    const { entries, warmUp } = this.stage;
    if (warmUp !== undefined) await this.#measure(warmUp, 0);
    let remaining: readonly Entry[] = await this.#prepareCandidates();
    const rounds = Math.max(0, ...entries.map((entry) => entry.rounds));
    for (let round = 1; round <= rounds; round++) {
      remaining = remaining.filter((entry) => entry.rounds >= round);
      for (const entry of remaining) {
        if (!(await this.#measureAndRecord(entry, round)))
          remaining = remaining.filter((other) => other !== entry);
      }
    }
    await this.#topics.removeAll();
    return { runs: this.#runs, missing: this.#missing };
  }

  async #prepareCandidates(): Promise<Entry[]> {
    const prepared: Entry[] = [];
    for (const entry of this.stage.entries) {
      const reason = await entry.candidate.prepare?.(this.stack.context);
      if (reason === undefined) prepared.push(entry);
      else this.#skip(entry, reason);
    }
    return prepared;
  }

  /** @returns whether it succeeded. */
  async #measureAndRecord(entry: Entry, round: number): Promise<boolean> {
    const { progress, signal } = this.stack.context;
    try {
      await this.#waitForIdleMachine();
      const run = await this.#measure(entry, round);
      this.#runs.push(run);
      progress(formatRun(run, entry.rounds));
      return true;
    } catch (error) {
      signal.throwIfAborted();
      this.#skip(entry, formatError(error));
      await this.stack.endProcesses();
      return false;
    }
  }

  /**
   * Waits for a bounded time until other processes use little of the machine and the servers have finished the work of the
   * previous run. The usage of others is recorded with each run.
   */
  async #waitForIdleMachine(): Promise<void> {
    const { stopwatch, context } = this.stack;
    for (const deadline = performance.now() + this.quietTimeoutSeconds * MS_PER_SECOND; ;) {
      const lap = stopwatch.start([]);
      await delay(QUIET_WINDOW_MS, undefined, { signal: context.signal });
      const { othersCores, stealCores, cpuSeconds, seconds } = lap.stop();
      const servers = (cpuSeconds.kafka + cpuSeconds.database) / seconds;
      const quiet = othersCores + stealCores < QUIET_CORES && servers < QUIET_CORES;
      if (quiet || performance.now() > deadline) return;
    }
  }

  async #measure({ candidate, topic: setting }: Entry, round: number): Promise<Run> {
    const { context, stopwatch } = this.stack;
    const topic = await this.#topics.topicFor(setting);
    const { partitions, records } = setting;
    const at = new Date().toISOString();
    const measurement = await candidate.measure({ ...context, topic, partitions, records, stopwatch });
    const { name, title } = candidate;
    return { stage: this.stage.name, candidate: name, title, round, at, topic: setting, measurement };
  }

  #skip({ candidate }: Entry, reason: string): void {
    const stage = this.stage.name;
    this.#missing.push({ stage, candidate: candidate.name, reason });
    this.stack.context.progress(`${stage}: skipped: ${candidate.name}: ${reason}`);
  }
}

/** A run in one line of progress. */
function formatRun({ stage, candidate, round, measurement }: Run, rounds: number): string {
  const { events, interval, complete, latency } = measurement;
  const rate = Math.round(events / interval.seconds).toLocaleString('en');
  const cpu = ((interval.cpuSeconds.candidate / events) * MILLION).toFixed(1);
  const { candidate: megabytes } = interval.peakMegabytes;
  const others = (interval.othersCores + interval.stealCores).toFixed(1);
  const delays = latency === undefined ? '' : `, p50 ${latency.p50} ms, p99 ${latency.p99} ms`;
  const wrong = complete ? '' : ', INCOMPLETE';
  return `${stage} ${round}/${rounds} ${candidate}: ${rate}/s, ${cpu} CPU s a million, ${megabytes} MB, others ${others} cores${delays}${wrong}`;
}
