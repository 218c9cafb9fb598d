import { readFileSync } from 'node:fs';
import { AppMetrics, type DeclaredMetric } from '../metrics/app-metrics.ts';

const DOCUMENT = new URL('../../../../docs/metrics.md', import.meta.url);
const FIRST_CELL = 1;
const END_OF_CELLS = 5;

/** The rows that docs/metrics.md must have for metrics: name, type, labels and meaning. */
export function formatMetricRows(metrics: readonly DeclaredMetric[]): string[] {
  return metrics.map(({ name, type, labelNames, help }) => {
    const labels = labelNames.map((label) => `\`${label}\``).join(', ');
    return [`\`${name}\``, type, labels, help].join(' | ');
  });
}

/** The metrics that an app declares in addition to those of every app. */
export function selectAppMetrics(metrics: AppMetrics): readonly DeclaredMetric[] {
  const common = new Set(new AppMetrics('any').declared().map(({ name }) => name));
  return metrics.declared().filter(({ name }) => !common.has(name));
}

/** The rows of the section of docs/metrics.md with this heading, in the form of `formatMetricRows`. */
export function readDocumentedMetrics(heading: string): string[] {
  const sections = readFileSync(DOCUMENT, 'utf8').split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/metrics.md has no section "${heading}"`);
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `weather_'))
    .map((line) => {
      const cells = line.split('|').map((cell) => cell.trim());
      return cells.slice(FIRST_CELL, END_OF_CELLS).join(' | ');
    });
}
