import type { DeclaredMetric } from '../metrics/app-metrics.ts';

interface Convention {
  readonly broken: string;
  readonly isKept: (metric: DeclaredMetric) => boolean;
}

const NAME = /^weather_[a-z0-9]+(_[a-z0-9]+)*$/;
const LABEL = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** Prometheus and the histograms set these themselves. */
const RESERVED_LABELS = ['job', 'instance', 'le', 'quantile'];
const RESERVED_SUFFIX = /_(count|sum|bucket)$/;
const NO_BASE_UNIT =
  /_(ms|milliseconds|microseconds|nanoseconds|minutes|hours|days|weeks|bits|kilobytes|megabytes|percent)(_|$)/;

/** The conventions of https://prometheus.io/docs/practices/naming that a declaration can be checked for. */
const CONVENTIONS: readonly Convention[] = [
  { broken: 'the name is not weather_ and words of a-z and 0-9', isKept: ({ name }) => NAME.test(name) },
  {
    broken: 'counters, and nothing else, end with _total',
    isKept: ({ name, type }) => name.endsWith('_total') === (type === 'counter'),
  },
  {
    broken: 'the suffix is that of a part of a histogram',
    isKept: ({ name }) => !RESERVED_SUFFIX.test(name),
  },
  { broken: 'the unit is no base unit', isKept: ({ name }) => !NO_BASE_UNIT.test(name) },
  { broken: 'there is no help', isKept: ({ help }) => help.trim() !== '' },
  {
    broken: 'a label is reserved, or not words of a-z and 0-9',
    isKept: ({ labelNames }) =>
      labelNames.every((label) => LABEL.test(label) && !RESERVED_LABELS.includes(label)),
  },
];

/** The violations of the conventions, each as `name: problem`; `promtool check metrics` checks more of them. */
export function findMetricIssues(metrics: readonly DeclaredMetric[]): string[] {
  return metrics.flatMap((metric) =>
    CONVENTIONS.filter(({ isKept }) => !isKept(metric)).map(({ broken }) => `${metric.name}: ${broken}`),
  );
}
