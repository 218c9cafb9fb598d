const TEXTS_AND_MATCHERS = /"[^"]*"|\{[^}]*\}|\[[^\]]*\]/g;
const LABEL_LISTS = /\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g;
const DURATIONS = /\boffset\s+\w+/g;
/** A name that is not followed by a parenthesis, which would make it a function. */
const NAMES = /\b[a-zA-Z_]\w*\b(?!\s*\()/g;
const OPERATORS = new Set(['and', 'or', 'unless', 'bool', 'by', 'without', 'on']);
const HISTOGRAM_SERIES = /_(bucket|sum|count)$/;

/** Finds the names of the series in a PromQL expression. */
export function findSeriesNames(expression: string): string[] {
  const bare = [TEXTS_AND_MATCHERS, LABEL_LISTS, DURATIONS].reduce(
    (text, pattern) => text.replaceAll(pattern, ' '),
    expression,
  );
  return [...bare.matchAll(NAMES)].map(([name]) => name).filter((name) => !OPERATORS.has(name));
}

/** Finds the metric of a series: a histogram has several series. */
export function findMetric(series: string, declared: ReadonlySet<string>): string {
  return declared.has(series) ? series : series.replace(HISTOGRAM_SERIES, '');
}
