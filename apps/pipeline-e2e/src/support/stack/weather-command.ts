import { expect } from '@jest/globals';
import type { AppProcess } from './app-process.ts';
import type { TestStack } from './test-stack.ts';

/** The output of `weather verify --json`. */
export interface VerifyReport {
  readonly ok: boolean;
  readonly partitions: readonly { partition: number; nextOffset: number | null; end: number; lag: number }[];
  readonly compared?: { records: number; rows: number; extraRowsDetected: boolean; unverifiableRows: number };
  readonly notes: readonly string[];
  readonly discrepancies: readonly {
    kind: string;
    count: number;
    examples: readonly Record<string, string>[];
  }[];
}

const DISCREPANCIES = 1;

/** Runs a `weather` command to its end. */
export async function weather(stack: TestStack, ...args: string[]): Promise<AppProcess> {
  const app = stack.app('cli', {}, args);
  await app.exited;
  return app;
}

/** Runs `weather verify` and expects the exit code to match its report. */
export async function verify(stack: TestStack, ...args: string[]): Promise<VerifyReport> {
  const app = await weather(stack, 'verify', '--json', ...args);
  const line = app.lines.find((candidate) => candidate.startsWith('{'));
  if (line === undefined) throw new Error(`verify printed no report:\n${app.output}`);
  const report = JSON.parse(line) as VerifyReport;
  await app.exitedWith(report.ok ? 0 : DISCREPANCIES);
  return report;
}

/** Expects `weather verify` to find nothing. */
export async function expectClean(stack: TestStack): Promise<VerifyReport> {
  const report = await verify(stack);
  expect(report.discrepancies).toEqual([]);
  return report;
}

/** Expects `weather verify` to find nothing, and no partition to have a lag. */
export async function expectCleanAndDrained(stack: TestStack): Promise<void> {
  const { partitions } = await expectClean(stack);
  expect(partitions.filter(({ lag }) => lag > 0)).toEqual([]);
}

/** Formats a reading as the value of a record. */
export function readingText(
  stationId: string,
  fields: object,
  observedAt = '2026-07-01T12:00:00.000Z',
): string {
  return JSON.stringify({ stationId, observedAt, ...fields });
}
