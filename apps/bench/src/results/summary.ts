import type { Latency, Measurement } from '../candidate.ts';
import { byProcess, type ByProcess } from '../process/stopwatch.ts';
import type { Run } from '../run/stage.ts';
import { median } from './statistics.ts';

/** The summary of a candidate's runs: medians, except for the range. */
export interface Summary {
  readonly stage: string;
  readonly candidate: string;
  readonly title: string;
  readonly runs: number;
  /** Events a second. */
  readonly rate: number;
  readonly slowest: number;
  readonly fastest: number;
  /** CPU seconds for a million events. */
  readonly cpuPerMillion: ByProcess;
  /** Cores in use, on average. */
  readonly cores: ByProcess;
  readonly peakMegabytes: ByProcess;
  /** Cores used by other processes and the host. */
  readonly otherCores: number;
  readonly latency: Latency | undefined;
  /** Whether every run was complete. */
  readonly complete: boolean;
}

const MILLION = 1_000_000;

/** Summarizes the runs of each candidate of each stage, in the order of their first runs. */
export function summarize(runs: readonly Run[]): Summary[] {
  const groups = Map.groupBy(runs, ({ stage, candidate }) => `${stage} ${candidate}`);
  return [...groups.values()].flatMap((group) => summarizeRuns(group) ?? []);
}

function summarizeRuns(runs: readonly Run[]): Summary | undefined {
  const [first] = runs;
  if (first === undefined) return undefined;
  const { stage, candidate, title } = first;
  const measurements = runs.map(({ measurement }) => measurement);
  const rates = measurements.map(({ events, interval }) => events / interval.seconds);
  const medianBy = (figure: (measurement: Measurement) => number): number => median(measurements.map(figure));
  return {
    stage,
    candidate,
    title,
    runs: runs.length,
    rate: median(rates),
    slowest: Math.min(...rates),
    fastest: Math.max(...rates),
    cpuPerMillion: byProcess((process) =>
      medianBy(({ events, interval }) => (interval.cpuSeconds[process] / events) * MILLION),
    ),
    cores: byProcess((process) =>
      medianBy(({ interval }) => interval.cpuSeconds[process] / interval.seconds),
    ),
    peakMegabytes: byProcess((process) => medianBy(({ interval }) => interval.peakMegabytes[process])),
    otherCores: medianBy(({ interval }) => interval.othersCores + interval.stealCores),
    latency: medianLatency(measurements),
    complete: measurements.every(({ complete }) => complete),
  };
}

function medianLatency(measurements: readonly Measurement[]): Latency | undefined {
  const latencies = measurements.flatMap(({ latency }) => latency ?? []);
  if (latencies.length === 0) return undefined;
  const of = (figure: keyof Latency): number => median(latencies.map((latency) => latency[figure]));
  return { p50: of('p50'), p99: of('p99'), max: of('max') };
}
