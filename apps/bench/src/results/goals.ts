import type { Summary } from './summary.ts';

/** A figure that is compared: for a rate more is better, for all others less. */
type Figure = 'rate' | 'cpu' | 'memory' | 'p99';

/** A target for a ratio, or for a figure by itself. */
interface Goal {
  readonly what: string;
  readonly figure: Figure;
  /** `stage candidate` */
  readonly of: string;
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

const goal = (
  what: string,
  figure: Figure,
  of: string,
  against: string | undefined,
  limit: number,
): Goal => ({
  what,
  figure,
  of,
  against,
  limit,
});

/** Ratios of medians of one run, one process each, four partitions, all eight columns. */
const GOALS: readonly Goal[] = [
  goal('consumer / Connect upsert, rows/s', 'rate', 'consume consumer', 'consume connect-upsert', 4),
  goal('consumer / Connect upsert, CPU', 'cpu', 'consume consumer', 'consume connect-upsert', 0.25),
  goal('consumer / Connect upsert, memory', 'memory', 'consume consumer', 'consume connect-upsert', 0.4),
  goal('consumer / Connect plain insert, rows/s', 'rate', 'consume consumer', 'consume connect-insert', 2),
  goal(
    "consumer / older project's way, everything stored",
    'rate',
    'consume consumer',
    'consume python-everything',
    100,
  ),
  goal(
    "consumer / older project's way, exceedances stored",
    'rate',
    'consume consumer',
    'consume python-exceedances',
    25,
  ),
  goal('consumer / bare loop, rows/s', 'rate', 'consume consumer', 'consume bare-loop', 0.95),
  goal('consumer / LOAD DATA without Kafka, rows/s', 'rate', 'consume consumer', 'consume load-data', 0.65),
  goal('two consumers / one', 'rate', 'consumers consumers-2', 'consumers consumers-1', 1.6),
  goal('simulator / bare kafkajs', 'rate', 'produce simulator', 'produce bare-producer', 0.9),
  goal('replay / bare kafkajs', 'rate', 'produce replay', 'produce bare-producer', 0.9),
  goal(
    "replay / older project's way, a flush for each",
    'rate',
    'produce replay',
    'produce python-producer',
    100,
  ),
  goal(
    'latency at 1,000/s, p99, consumer / bare loop',
    'p99',
    'latency consumer-at-1000',
    'latency bare-loop-at-1000',
    1.5,
  ),
  goal('latency at 1,000/s, p99', 'p99', 'latency consumer-at-1000', undefined, 30),
  goal('1,000,000 stations / 10', 'rate', 'stations stations-1000000', 'stations stations-10', 0.6),
  goal('50 million rows in the table / none', 'rate', 'table table-50000000', 'table table-0', 0.6),
  goal('50 % invalid / none, records/s', 'rate', 'invalid invalid-50', 'invalid invalid-0', 0.7),
];

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
  const figures = new Map(summaries.map((summary) => [`${summary.stage} ${summary.candidate}`, summary]));
  return goals.flatMap((wanted) => {
    const figureOf = (name: string): number | undefined => {
      const summary = figures.get(name);
      return summary && FIGURES[wanted.figure](summary);
    };
    const figure = figureOf(wanted.of);
    const against = wanted.against === undefined ? 1 : figureOf(wanted.against);
    if (figure === undefined || against === undefined) return [];
    const actual = figure / against;
    const met = wanted.figure === 'rate' ? actual >= wanted.limit : actual <= wanted.limit;
    return [{ ...wanted, actual, met }];
  });
}
