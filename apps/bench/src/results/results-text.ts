import { ratio, tenths, whole } from './format-figures.ts';
import { evaluateGoals, type EvaluatedGoal } from './goals.ts';
import { markdownTable, type Column } from './markdown-table.ts';
import type { ProfileSummary, Report } from './report.ts';
import { summarize, type Summary } from './summary.ts';

const DATE_LENGTH = 10;
const PERCENT = 100;

/** The text below this heading is written by hand and kept when the rest is regenerated. */
export const NOTES_HEADING = '## Notes';

/** The results in Markdown. */
export function resultsText(report: Report): string {
  const summaries = summarize(report.runs);
  const goals = evaluateGoals(summaries);
  const sections = [
    '# Results',
    circumstancesText(report),
    '![Rates and growth](results.svg)',
    ...(goals.length > 0 ? ['## Goals', goalsTable(goals)] : []),
    ...report.stages.flatMap(({ name, title }) => stageText(title, of(name, summaries))),
    ...report.profiles.map(profileText),
    ...missingText(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

function circumstancesText({ environment, runs }: Report): string {
  const { at, machine, versions, command } = environment;
  const rounds = Math.max(0, ...runs.map(({ round }) => round));
  return [
    `${at.slice(0, DATE_LENGTH)}, ${machine}; servers and clients on the same machine.`,
    `${versions.join(', ')}.`,
    `\`${command}\`: interleaved rounds, medians of up to ${rounds}. Every figure is of this one run.`,
  ].join('\n');
}

function goalsTable(goals: readonly EvaluatedGoal[]): string {
  const columns: Column[] = [
    { head: 'what' },
    { head: 'goal', figures: true },
    { head: 'reached', figures: true },
    { head: '' },
  ];
  const rows = goals.map(({ what, figure, against, limit, actual, met }) => {
    const unit = against === undefined ? 'ms' : '×';
    return [
      what,
      `${figure === 'rate' ? '≥' : '≤'} ${limit} ${unit}`,
      `${ratio(actual)} ${unit}`,
      met ? 'holds' : '**not yet**',
    ];
  });
  return markdownTable(columns, rows);
}

function of(stage: string, summaries: readonly Summary[]): Summary[] {
  return summaries.filter((summary) => summary.stage === stage);
}

const STAGE_COLUMNS: readonly Column[] = [
  { head: 'what' },
  { head: 'events/s', figures: true },
  { head: 'range', figures: true },
  { head: 'against the first', figures: true },
  { head: 'CPU s/million: itself · database · Kafka', figures: true },
  { head: 'cores: itself · database · Kafka · others', figures: true },
  { head: 'peak MB: itself · database', figures: true },
];

function stageText(title: string, summaries: readonly Summary[]): string[] {
  const [first] = summaries;
  if (first === undefined) return [];
  const rows = summaries.map((summary) => stageRow(summary, first));
  const latencies = summaries.flatMap(({ title: what, latency }) => (latency ? [{ what, ...latency }] : []));
  const tables = latencies.length === 0 ? [] : [latencyTable(latencies)];
  return [`## ${title}`, ...tables, markdownTable(STAGE_COLUMNS, rows)];
}

function stageRow(summary: Summary, first: Summary): string[] {
  const { title, rate, slowest, fastest, cpuPerMillion, cores, peakMegabytes, otherCores, complete } =
    summary;
  return [
    complete ? title : `${title} (**incomplete**)`,
    whole(rate),
    `${whole(slowest)}–${whole(fastest)}`,
    `${ratio(rate / first.rate)} ×`,
    [cpuPerMillion.candidate, cpuPerMillion.database, cpuPerMillion.kafka].map(tenths).join(' · '),
    [cores.candidate, cores.database, cores.kafka, otherCores].map(tenths).join(' · '),
    [peakMegabytes.candidate, peakMegabytes.database].map(whole).join(' · '),
  ];
}

function latencyTable(
  latencies: readonly { readonly what: string; p50: number; p99: number; max: number }[],
): string {
  const figures = ['p50 ms', 'p99 ms', 'max ms'].map((head) => ({ head, figures: true }));
  const rows = latencies.map(({ what, p50, p99, max }) => [what, tenths(p50), tenths(p99), tenths(max)]);
  return markdownTable([{ head: 'what' }, ...figures], rows);
}

function profileText({ title, lines }: ProfileSummary): string {
  const rows = lines.map(({ where, share }) => [where, `${tenths(share * PERCENT)} %`]);
  return [
    `## ${title}`,
    markdownTable([{ head: 'where' }, { head: 'of its CPU', figures: true }], rows),
  ].join('\n\n');
}

function missingText({ missing }: Report): string[] {
  if (missing.length === 0) return [];
  const rows = missing.map(({ stage, candidate, reason }) => [
    `${stage} ${candidate}`,
    reason.split('\n')[0] ?? '',
  ]);
  return ['## Skipped', markdownTable([{ head: 'what' }, { head: 'why' }], rows)];
}
