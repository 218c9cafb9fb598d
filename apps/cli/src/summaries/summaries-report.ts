import type { ComparedSummaries, SummaryFault } from '@weather/weather-store';

/** What was compared and what differs. */
export interface SummariesReport {
  readonly hours: number;
  readonly days: number;
  /** Days that are marked to be made anew, and were left out. */
  readonly due: number;
  readonly faultCount: number;
  /** The first of the faults. */
  readonly faults: readonly SummaryFault[];
}

const EMPTY: SummariesReport = { hours: 0, days: 0, due: 0, faultCount: 0, faults: [] };

/** Adds the steps of a comparison up. @param maxExamples how many faults are kept. */
export async function reportOf(
  steps: AsyncIterable<ComparedSummaries>,
  maxExamples: number,
  progress: (text: () => string) => void,
): Promise<SummariesReport> {
  let report = EMPTY;
  for await (const { hours, days, due, faults } of steps) {
    report = {
      hours: report.hours + hours,
      days: report.days + days,
      due: report.due + due,
      faultCount: report.faultCount + faults.length,
      faults: [...report.faults, ...faults].slice(0, maxExamples),
    };
    const { hours: compared } = report;
    progress(() => `hours: ${compared}`);
  }
  return report;
}

/** The report for people. */
export function formatSummaries({ hours, days, due, faultCount, faults }: SummariesReport): string {
  const more = faultCount > faults.length ? [`  and ${faultCount - faults.length} more`] : [];
  return [
    `${hours} hours and ${days} days compared; ${due} days are due and were left out`,
    ...faults.map(formatFault),
    ...more,
    faultCount === 0 ? 'no difference found' : `${faultCount} summaries differ`,
    '',
  ].join('\n');
}

/** The report for programs. */
export function summariesJson(report: SummariesReport): string {
  const faults = report.faults.map(({ start, ...fault }) => ({
    ...fault,
    start: new Date(start).toISOString(),
  }));
  return `${JSON.stringify({ ok: report.faultCount === 0, ...report, faults })}\n`;
}

function formatFault({ table, stationId, start, column, stored, recomputed }: SummaryFault): string {
  const place = `  ${table}  ${stationId} at ${new Date(start).toISOString()}`;
  return `${place}  ${column ?? 'row'} is ${text(stored)}, recomputed ${text(recomputed)}`;
}

function text(value: string | null | undefined): string {
  return value === undefined ? 'not there' : (value ?? 'NULL');
}
