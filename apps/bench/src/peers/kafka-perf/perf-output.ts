/** The tool's final line. */
export interface PerfTotal {
  readonly records: number;
  readonly perSecond: number;
  readonly averageLatencyMs: number;
}

/** Only the final line has percentiles; the lines before it report intervals. */
export const TOTAL_LINE =
  /^(\d+) records sent, ([\d.]+) records\/sec .*?, ([\d.]+) ms avg latency, .* 99\.9th\.$/;

/** Reads the total line of `ProducerPerformance`. */
export function parseTotal(line: string): PerfTotal {
  const [, records, perSecond, averageLatencyMs] = TOTAL_LINE.exec(line) ?? [];
  if (records === undefined) throw new Error(`not a final line of the performance tool: ${line}`);
  return {
    records: Number(records),
    perSecond: Number(perSecond),
    averageLatencyMs: Number(averageLatencyMs),
  };
}
