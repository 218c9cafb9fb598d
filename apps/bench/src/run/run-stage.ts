import { formatError } from '@weather/service-runtime';
import type { Missing } from '../results/report.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import { waitForIdleMachine } from './quiet-machine.ts';
import { runLine } from './run-line.ts';
import type { Entry, Run, Stage } from './stage.ts';
import { TopicPool } from './topic-pool.ts';
import { createContext, createWork } from './work-on.ts';

export interface StageResult {
  readonly runs: readonly Run[];
  /** Candidates without a result. */
  readonly missing: readonly Missing[];
}

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
    const prepareCandidates: Entry[] = [];
    for (const entry of this.stage.entries) {
      const reason = await entry.candidate.prepare?.(createContext(this.stack));
      if (reason === undefined) prepareCandidates.push(entry);
      else this.#skip(entry, reason);
    }
    return prepareCandidates;
  }

  /** @returns whether it succeeded. */
  async #measureAndRecord(entry: Entry, round: number): Promise<boolean> {
    const { stack, quietTimeoutSeconds } = this;
    try {
      await waitForIdleMachine(stack.stopwatch, quietTimeoutSeconds, stack.signal);
      const run = await this.#measure(entry, round);
      this.#runs.push(run);
      stack.progress(runLine(run, entry.rounds));
      return true;
    } catch (error) {
      stack.signal.throwIfAborted();
      this.#skip(entry, formatError(error));
      await stack.endProcesses();
      return false;
    }
  }

  async #measure({ candidate, topic: setting }: Entry, round: number): Promise<Run> {
    const topic = await this.#topics.topicFor(setting);
    const { partitions, records } = setting;
    const at = new Date().toISOString();
    const measurement = await candidate.measure(createWork(this.stack, { topic, partitions, records }));
    const { name, title } = candidate;
    return { stage: this.stage.name, candidate: name, title, round, at, topic: setting, measurement };
  }

  #skip({ candidate }: Entry, reason: string): void {
    const { stage, stack } = this;
    this.#missing.push({ stage: stage.name, candidate: candidate.name, reason });
    stack.progress(`${stage.name}: skipped: ${candidate.name}: ${reason}`);
  }
}
