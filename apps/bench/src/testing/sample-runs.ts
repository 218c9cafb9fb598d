import type { Latency } from '../candidate.ts';
import type { Run } from '../run/stage.ts';

export interface SampleRun {
  readonly events?: number;
  readonly seconds?: number;
  /** CPU seconds of the candidate. */
  readonly cpu?: number;
  readonly complete?: boolean;
  readonly latency?: Latency;
}

/** Creates a run for tests. */
export function createRun(
  stage: string,
  candidate: string,
  { events = 1_000, seconds = 1, cpu = 1, complete = true, latency }: SampleRun = {},
): Run {
  return {
    stage,
    candidate,
    title: `the ${candidate}`,
    round: 1,
    at: '2026-01-01T00:00:00.000Z',
    topic: { partitions: 4, records: events },
    measurement: {
      events,
      interval: {
        seconds,
        cpuSeconds: { candidate: cpu, kafka: 0.1, database: 0.5 },
        peakMegabytes: { candidate: 300, kafka: 500, database: 600 },
        othersCores: 0.1,
        stealCores: 0,
      },
      complete,
      ...(latency !== undefined && { latency }),
    },
  };
}
