import { afterAll, beforeAll, it } from '@jest/globals';
import type { Reading } from '@weather/weather-schema';
import { runAllSteps } from '../stack/run-all-steps.ts';
import { type FaultResult, writeReport } from './fault-report.ts';
import { FaultRun } from './fault-run.ts';
import { byForm, faultSettings } from './fault-settings.ts';
import { FaultStack, type FaultStackOptions } from './fault-stack.ts';
import type { Findings } from '../oracle/compare.ts';

export interface FaultCaseOptions {
  /** How often the fault is injected in the short form and in the long form; once by default. */
  readonly rounds?: readonly [short: number, long: number];
  /** Compares what is stored, for a case that does not use the load of the suite; by default the oracle does. */
  readonly check?: (run: FaultRun) => Promise<Findings>;
}

const SETTLE_DEADLINE_MS = 90_000;
const SETTLE_DEADLINE_LONG_MS = 600_000;

/**
 * A spec file of faults: one stack for all cases, the oracle after each of them, and a report at the end.
 * Create it at the top of a `*.fault-spec.ts`.
 */
export class FaultSuite {
  /** Predicates of readings that the database rejects from some case on; the oracle expects their dead letters. */
  readonly rejected: ((reading: Reading) => boolean)[] = [];
  readonly #results: FaultResult[] = [];
  #faults: FaultStack | undefined;
  #repeatedDeadLetters = 0;

  constructor(
    private readonly file: string,
    options: FaultStackOptions = {},
  ) {
    const startedAt = performance.now();
    beforeAll(async () => {
      this.#faults = await FaultStack.start(options);
    });
    afterAll(async () => {
      const report = async (): Promise<void> => {
        const table = await writeReport(this.file, this.#results, startedAt);
        process.stdout.write(`\nFAULT_SEED=${faultSettings().seed}\n${table}\n`);
      };
      await runAllSteps([() => this.#faults?.stop(), report]);
    });
  }

  /** The stack of this file, available from the first case on. */
  get faults(): FaultStack {
    if (this.#faults === undefined) throw new Error('the servers are not running yet');
    return this.#faults;
  }

  /**
   * Defines a case: the body injects a fault while readings flow. Afterwards every reading must be where it belongs, and
   * every consumer that was not stopped on purpose must still run.
   */
  fault(
    title: string,
    body: (run: FaultRun) => Promise<void>,
    { rounds = [1, 1], check }: FaultCaseOptions = {},
  ): void {
    it(title, async () => {
      const run = new FaultRun(this.faults, title, byForm(...rounds), this.#repeatedDeadLetters);
      let result = run.result(undefined);
      try {
        await body(run);
        const findings = check
          ? await run.checkWith(check)
          : await run.check(byForm(SETTLE_DEADLINE_MS, SETTLE_DEADLINE_LONG_MS), {
              isRejected: (reading) => this.rejected.some((isRejected) => isRejected(reading)),
            });
        result = run.result(findings);
        this.#repeatedDeadLetters = findings.repeatedDeadLetters;
        run.expectNoFindings(findings);
        result = { ...result, passed: true };
      } finally {
        this.#results.push(result);
        await this.#recover();
      }
    });
  }

  /** Cleans up, so that nothing of a case affects the next one. */
  async #recover(): Promise<void> {
    const { faults } = this;
    await runAllSteps([() => faults.heal(), () => faults.load.settle(), () => faults.stack.endApps()]);
  }
}
