import type { ByProcess } from '../process/stopwatch.ts';
import type { Run } from '../run/stage.ts';
import type { Latency } from '../contender.ts';
import { median } from './statistics.ts';

/** What the runs of one contender say together: medians, but for the range. */
export interface Summary {
  readonly stage: string;
  readonly contender: string;
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
  /** Cores that strangers and the host took. */
  readonly otherCores: number;
  readonly latency: Latency | undefined;
  /** Whether every run left everything as it should be. */
  readonly complete: boolean;
}

const MILLION = 1_000_000;
const PROCESSES = ['contender', 'kafka', 'database'] as const;

/** One summary for each contender of each stage, in the order of their first runs. */
export function summarise(runs: readonly Run[]): Summary[] {
  const groups = Map.groupBy(runs, ({ stage, contender }) => `${stage} ${contender}`);
  return [...groups.values()].flatMap((group) => summaryOf(group) ?? []);
}

function summaryOf(runs: readonly Run[]): Summary | undefined {
  const [first] = runs;
  if (first === undefined) return undefined;
  const { stage, contender, title } = first;
  const measurements = runs.map(({ measurement }) => measurement);
  const rates = measurements.map(({ events, interval }) => events / interval.seconds);
  const medianOf = (figure: (measurement: Run['measurement']) => number): number =>
    median(measurements.map(figure));
  return {
    stage,
    contender,
    title,
    runs: runs.length,
    rate: median(rates),
    slowest: Math.min(...rates),
    fastest: Math.max(...rates),
    cpuPerMillion: byProcess((process) =>
      medianOf(({ events, interval }) => (interval.cpuSeconds[process] / events) * MILLION),
    ),
    cores: byProcess((process) =>
      medianOf(({ interval }) => interval.cpuSeconds[process] / interval.seconds),
    ),
    peakMegabytes: byProcess((process) => medianOf(({ interval }) => interval.peakMegabytes[process])),
    otherCores: medianOf(({ interval }) => interval.othersCores + interval.stealCores),
    latency: latencyOf(measurements),
    complete: measurements.every(({ complete }) => complete),
  };
}

function byProcess(figure: (process: keyof ByProcess) => number): ByProcess {
  return Object.fromEntries(PROCESSES.map((process) => [process, figure(process)])) as unknown as ByProcess;
}

function latencyOf(measurements: readonly Run['measurement'][]): Latency | undefined {
  const latencies = measurements.flatMap(({ latency }) => latency ?? []);
  if (latencies.length === 0) return undefined;
  const of = (figure: keyof Latency): number => median(latencies.map((latency) => latency[figure]));
  return { p50: of('p50'), p99: of('p99'), max: of('max') };
}
