import { formatError } from '@weather/service-runtime';
import type { Missing } from '../results/report.ts';
import type { BenchStack } from '../stack/bench-stack.ts';
import { waitForQuiet } from './quiet-machine.ts';
import { runLine } from './run-line.ts';
import type { Entry, Run, Stage } from './stage.ts';
import { TopicCabinet } from './topic-cabinet.ts';
import { surroundingsOf, workOn } from './work-on.ts';

export interface StageResult {
  readonly runs: readonly Run[];
  /** Contenders without a result, and why. */
  readonly missing: readonly Missing[];
}

/** Runs the contenders of one stage. */
export class StageRunner {
  readonly #runs: Run[] = [];
  readonly #missing: Missing[] = [];
  readonly #topics: TopicCabinet;

  constructor(
    private readonly stage: Stage,
    private readonly stack: BenchStack,
    private readonly patienceSeconds: number,
  ) {
    this.#topics = new TopicCabinet(stack, stage.name);
  }

  /**
   * In rounds, A B C A B C, so that a slower minute meets all alike. One that fails is left out from then on.
   * @throws the reason of the signal when the bench is interrupted.
   */
  async run(): Promise<StageResult> {
    const { entries, warmUp } = this.stage;
    if (warmUp !== undefined) await this.#measure(warmUp, 0);
    let remaining: readonly Entry[] = await this.#available();
    const rounds = Math.max(0, ...entries.map((entry) => entry.rounds));
    for (let round = 1; round <= rounds; round++) {
      remaining = remaining.filter((entry) => entry.rounds >= round);
      for (const entry of remaining) {
        if (!(await this.#add(entry, round))) remaining = remaining.filter((other) => other !== entry);
      }
    }
    await this.#topics.removeAll();
    return { runs: this.#runs, missing: this.#missing };
  }

  async #available(): Promise<Entry[]> {
    const available: Entry[] = [];
    for (const entry of this.stage.entries) {
      const reason = await entry.contender.prepare?.(surroundingsOf(this.stack));
      if (reason === undefined) available.push(entry);
      else this.#leaveOut(entry, reason);
    }
    return available;
  }

  /** @returns whether it worked. */
  async #add(entry: Entry, round: number): Promise<boolean> {
    const { stack, patienceSeconds } = this;
    try {
      await waitForQuiet(stack.stopwatch, patienceSeconds, stack.signal);
      const run = await this.#measure(entry, round);
      this.#runs.push(run);
      stack.progress(runLine(run, entry.rounds));
      return true;
    } catch (error) {
      stack.signal.throwIfAborted();
      this.#leaveOut(entry, formatError(error));
      await stack.endProcesses();
      return false;
    }
  }

  async #measure({ contender, topic: setting }: Entry, round: number): Promise<Run> {
    const topic = await this.#topics.topicFor(setting);
    const { partitions, records } = setting;
    const at = new Date().toISOString();
    const measurement = await contender.measure(workOn(this.stack, { topic, partitions, records }));
    const { name, title } = contender;
    return { stage: this.stage.name, contender: name, title, round, at, topic: setting, measurement };
  }

  #leaveOut({ contender }: Entry, reason: string): void {
    const { stage, stack } = this;
    this.#missing.push({ stage: stage.name, contender: contender.name, reason });
    stack.progress(`${stage.name}: ${contender.name} is left out: ${reason}`);
  }
}
