import type { Summary } from './summary.ts';

/** A figure that is compared: for a rate more is better, for all others less. */
type Figure = 'rate' | 'cpu' | 'memory' | 'p99';

/** A target for a ratio, or for a figure by itself. */
interface Goal {
  readonly what: string;
  readonly figure: Figure;
  readonly stage: string;
  readonly candidate: string;
  /** Undefined: the target is for the figure itself, in milliseconds. */
  readonly against: string | undefined;
  /** The minimum of a rate, the maximum of the others. */
  readonly limit: number;
}

/** A goal and the result of this run. */
export interface EvaluatedGoal extends Goal {
  readonly actual: number;
  readonly met: boolean;
}

/** Ratios of medians of one run, one process each, four partitions, all eight columns. */
const GOALS: readonly Goal[] = [
  ...goalsOf('consume', 'consumer', [
    ['consumer / Connect upsert, rows/s', 'rate', 'connect-upsert', 4],
    ['consumer / Connect upsert, CPU', 'cpu', 'connect-upsert', 0.25],
    ['consumer / Connect upsert, memory', 'memory', 'connect-upsert', 0.4],
    ['consumer / Connect plain insert, rows/s', 'rate', 'connect-insert', 2],
    ["consumer / older project's way, everything stored", 'rate', 'python-everything', 100],
    ["consumer / older project's way, exceedances stored", 'rate', 'python-exceedances', 25],
    ['consumer / bare loop, rows/s', 'rate', 'bare-loop', 0.95],
    ['consumer / LOAD DATA without Kafka, rows/s', 'rate', 'load-data', 0.65],
  ]),
  ...goalsOf('consumers', 'consumers-2', [['two consumers / one', 'rate', 'consumers-1', 1.6]]),
  ...goalsOf('produce', 'simulator', [['simulator / bare kafkajs', 'rate', 'bare-producer', 0.9]]),
  ...goalsOf('produce', 'replay', [
    ['replay / bare kafkajs', 'rate', 'bare-producer', 0.9],
    ["replay / older project's way, a flush for each", 'rate', 'python-producer', 100],
  ]),
  ...goalsOf('latency', 'consumer-at-1000', [
    ['latency at 1,000/s, p99, consumer / bare loop', 'p99', 'bare-loop-at-1000', 1.5],
    ['latency at 1,000/s, p99', 'p99', undefined, 30],
  ]),
  ...goalsOf('stations', 'stations-1000000', [['1,000,000 stations / 10', 'rate', 'stations-10', 0.6]]),
  ...goalsOf('table', 'table-50000000', [['50 million rows in the table / none', 'rate', 'table-0', 0.6]]),
  ...goalsOf('invalid', 'invalid-50', [['50 % invalid / none, records/s', 'rate', 'invalid-0', 0.7]]),
];

function goalsOf(
  stage: string,
  candidate: string,
  targets: readonly (readonly [what: string, figure: Figure, against: string | undefined, limit: number])[],
): Goal[] {
  return targets.map(([what, figure, against, limit]) => ({
    what,
    figure,
    stage,
    candidate,
    against,
    limit,
  }));
}

const FIGURES: Readonly<Record<Figure, (summary: Summary) => number | undefined>> = {
  rate: ({ rate }) => rate,
  cpu: ({ cpuPerMillion }) => cpuPerMillion.candidate,
  memory: ({ peakMegabytes }) => peakMegabytes.candidate,
  p99: ({ latency }) => latency?.p99,
};

/** Evaluates the goals whose candidates were all measured. */
export function evaluateGoals(
  summaries: readonly Summary[],
  goals: readonly Goal[] = GOALS,
): EvaluatedGoal[] {
  return goals.flatMap((goal) => {
    const figureOf = (name: string): number | undefined => {
      const found = summaries.find(({ stage, candidate }) => stage === goal.stage && candidate === name);
      return found && FIGURES[goal.figure](found);
    };
    const figure = figureOf(goal.candidate);
    const against = goal.against === undefined ? 1 : figureOf(goal.against);
    if (figure === undefined || against === undefined) return [];
    const actual = figure / against;
    const met = goal.figure === 'rate' ? actual >= goal.limit : actual <= goal.limit;
    return [{ ...goal, actual, met }];
  });
}
