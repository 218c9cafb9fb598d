/** What the tool says at its end. */
export interface PerfTotal {
  readonly records: number;
  readonly perSecond: number;
  readonly averageLatencyMs: number;
}

/** The last line tells percentiles too; those before it tell of the seconds since the one before. */
export const TOTAL_LINE =
  /^(\d+) records sent, ([\d.]+) records\/sec .*?, ([\d.]+) ms avg latency, .* 99\.9th\.$/;

/** Reads the total line of `ProducerPerformance`. */
export function parseTotal(line: string): PerfTotal {
  const [, records, perSecond, averageLatencyMs] = TOTAL_LINE.exec(line) ?? [];
  if (records === undefined) throw new Error(`no total of the performance tool: ${line}`);
  return {
    records: Number(records),
    perSecond: Number(perSecond),
    averageLatencyMs: Number(averageLatencyMs),
  };
}
