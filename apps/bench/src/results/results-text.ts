import { markdownTable, ratio, tenths, whole } from './formatting.ts';
import { evaluateGoals, type EvaluatedGoal } from './goals.ts';
import type { ProfileSummary, Report } from './report.ts';
import { summarize, type Summary } from './summary.ts';

const DATE_LENGTH = 10;
const PERCENT = 100;

/** The text below this heading is written by hand and kept when the rest is regenerated. */
const NOTES_HEADING = '## Notes';

/** The results in Markdown. */
export function resultsText(report: Report): string {
  const summaries = summarize(report.runs);
  const goals = evaluateGoals(summaries);
  const sections = [
    '# Results',
    environmentText(report),
    '![Rates and growth](results.svg)',
    ...(goals.length > 0 ? ['## Goals', goalsTable(goals)] : []),
    ...report.stages.flatMap(({ name, title }) =>
      stageText(
        title,
        summaries.filter(({ stage }) => stage === name),
      ),
    ),
    ...report.profiles.map(profileText),
    ...missingText(report),
  ];
  return `${sections.join('\n\n')}\n`;
}

/** The new text with the notes of the old one. */
export function withNotes(text: string, before: string): string {
  const start = before.indexOf(NOTES_HEADING);
  return start < 0 ? text : `${text}\n${before.slice(start)}`;
}

function environmentText({ environment, runs }: Report): string {
  const { at, machine, versions, command } = environment;
  const rounds = Math.max(0, ...runs.map(({ round }) => round));
  return [
    `${at.slice(0, DATE_LENGTH)}, ${machine}; servers and clients on the same machine.`,
    `${versions.join(', ')}.`,
    `\`${command}\`: interleaved rounds, medians of up to ${rounds}. Every figure is of this one run.`,
  ].join('\n');
}

function goalsTable(goals: readonly EvaluatedGoal[]): string {
  const rows = goals.map(({ what, figure, against, limit, actual, met }) => {
    const unit = against === undefined ? 'ms' : '×';
    const goal = `${figure === 'rate' ? '≥' : '≤'} ${limit} ${unit}`;
    return [what, goal, `${ratio(actual)} ${unit}`, met ? 'holds' : '**not yet**'];
  });
  return markdownTable(['what', 'goal:', 'reached:', ''], rows);
}

const STAGE_HEADS = [
  'what',
  'events/s:',
  'range:',
  'against the first:',
  'CPU s/million: itself · database · Kafka:',
  'cores: itself · database · Kafka · others:',
  'peak MB: itself · database:',
];

function stageText(title: string, summaries: readonly Summary[]): string[] {
  const [first] = summaries;
  if (first === undefined) return [];
  const latencies = summaries.flatMap(({ title: what, latency }) =>
    latency ? [[what, tenths(latency.p50), tenths(latency.p99), tenths(latency.max)]] : [],
  );
  return [
    `## ${title}`,
    ...(latencies.length > 0 ? [markdownTable(['what', 'p50 ms:', 'p99 ms:', 'max ms:'], latencies)] : []),
    markdownTable(
      STAGE_HEADS,
      summaries.map((summary) => stageRow(summary, first)),
    ),
  ];
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

function profileText({ title, lines }: ProfileSummary): string {
  const rows = lines.map(({ where, share }) => [where, `${tenths(share * PERCENT)} %`]);
  return `## ${title}\n\n${markdownTable(['where', 'of its CPU:'], rows)}`;
}

function missingText({ missing }: Report): string[] {
  if (missing.length === 0) return [];
  const rows = missing.map(({ stage, candidate, reason }) => [
    `${stage} ${candidate}`,
    reason.split('\n')[0] ?? '',
  ]);
  return ['## Skipped', markdownTable(['what', 'why'], rows)];
}
