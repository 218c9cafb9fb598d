import { expect } from '@jest/globals';
import type { AppProcess } from './app-process.ts';
import type { TestStack } from './test-stack.ts';

/** What `weather verify --json` prints. */
export interface VerifyReport {
  readonly ok: boolean;
  readonly partitions: readonly { partition: number; nextOffset: number | null; end: number; lag: number }[];
  readonly compared?: { records: number; rows: number; extraRowsTold: boolean; rowsOfDeleted: number };
  readonly notes: readonly string[];
  readonly faults: readonly { kind: string; count: number; examples: readonly Record<string, string>[] }[];
}

const FAULTY = 1;

/** Runs a command of `weather` to its end. */
export async function weather(stack: TestStack, ...args: string[]): Promise<AppProcess> {
  const app = stack.app('cli', {}, args);
  await app.exited();
  return app;
}

/** Runs `weather verify`, whose exit code must be that of its report. */
export async function verify(stack: TestStack, ...args: string[]): Promise<VerifyReport> {
  const app = await weather(stack, 'verify', '--json', ...args);
  const line = app.lines.find((candidate) => candidate.startsWith('{'));
  if (line === undefined) throw new Error(`there is no report:\n${app.output}`);
  const report = JSON.parse(line) as VerifyReport;
  await app.exitedWith(report.ok ? 0 : FAULTY);
  return report;
}

/** Verifies that there is no fault. */
export async function expectClean(stack: TestStack): Promise<VerifyReport> {
  const report = await verify(stack);
  expect(report.faults).toEqual([]);
  return report;
}

/** Verifies that there is no fault, and that the consumer has come to the end of every partition. */
export async function expectCleanToTheEnd(stack: TestStack): Promise<void> {
  const { partitions } = await expectClean(stack);
  expect(partitions.filter(({ lag }) => lag > 0)).toEqual([]);
}

/** A reading as it stands in a record. */
export function readingText(
  stationId: string,
  fields: object,
  observedAt = '2026-07-01T12:00:00.000Z',
): string {
  return JSON.stringify({ stationId, observedAt, ...fields });
}
