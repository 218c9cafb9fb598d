import { formatTable } from '../format.ts';
import type { FaultCounts, Precision, QualityReport } from './confusion-counts.ts';

const FAULT_TITLES = ['fault', 'occurrences', 'detected', 'readings', 'stored', 'flagged', 'recall'];
const FLAG_TITLES = ['flag', 'values', 'labelled', 'precision'];
const PERCENT = 100;
const DECIMALS = 2;
const NO_VALUE = '-';

/** Formats the report as lines of text. */
export function formatQuality(report: QualityReport): string {
  const { stations, from, to, rows, flaggedRows, flaggedShare, faults, precision, timeliness } = report;
  const period = from === null || to === null ? 'no faults in the file' : `${from} to ${to}`;
  return [
    `${rows} rows of ${stations} stations, ${period}`,
    `${flaggedRows} of them (${formatPercent(flaggedShare)}) have a doubtful or wrong value`,
    '',
    ...formatTable([FAULT_TITLES, ...faults.map(toFaultCells)], 1),
    '',
    ...formatTable([FLAG_TITLES, ...Object.entries(precision).map(toFlagCells)], 1),
    '',
    `${timeliness.flagged} rows beyond the allowed lateness or from the future, ${timeliness.labelled} of them with a wrong clock`,
    '',
  ].join('\n');
}

function toFaultCells(counts: FaultCounts): string[] {
  const { fault, visibility, occurrences, detected, readings, stored, flagged, recall } = counts;
  const isVisible = visibility !== 'none';
  return [
    fault,
    String(occurrences),
    isVisible ? String(detected) : NO_VALUE,
    String(readings),
    String(stored),
    String(flagged),
    isVisible ? formatPercent(recall) : 'no flag expected',
  ];
}

function toFlagCells([flag, { flagged, labelled, precision }]: [string, Precision]): string[] {
  return [flag, String(flagged), String(labelled), formatPercent(precision)];
}

function formatPercent(share: number | null): string {
  return share === null ? NO_VALUE : `${(share * PERCENT).toFixed(DECIMALS)} %`;
}
