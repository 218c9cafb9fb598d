import { formatTable } from '../format-table.ts';
import type { FaultReport, Precision, QualityReport } from './quality-report.ts';

const FAULT_TITLES = ['fault', 'begun', 'found', 'readings', 'stored', 'flagged', 'recall'];
const FLAG_TITLES = ['flag', 'values', 'of a fault', 'precision'];
const PERCENT = 100;
const DECIMALS = 2;
const NOTHING = '-';

/** The report for people. */
export function formatQuality(report: QualityReport): string {
  const { stations, from, to, rows, flaggedRows, flaggedShare, faults, precision, timeliness } = report;
  const time = from === null || to === null ? 'no fault in the file' : `${from} to ${to}`;
  return [
    `${rows} rows of ${stations} stations, ${time}`,
    `${flaggedRows} of them (${percent(flaggedShare)}) have a value that is doubtful or wrong`,
    '',
    ...formatTable([FAULT_TITLES, ...faults.map(faultCells)], 1),
    '',
    ...formatTable([FLAG_TITLES, ...Object.entries(precision).map(flagCells)], 1),
    '',
    `${timeliness.flagged} rows too late or ahead of the clock, ${timeliness.labelled} of them of a wrong clock`,
    '',
  ].join('\n');
}

/** The report for programs. */
export function qualityJson(report: QualityReport): string {
  return `${JSON.stringify(report)}\n`;
}

function faultCells({
  fault,
  visibility,
  begun,
  found,
  readings,
  stored,
  flagged,
  recall,
}: FaultReport): string[] {
  const isVisible = visibility !== 'none';
  return [
    fault,
    String(begun),
    isVisible ? String(found) : NOTHING,
    String(readings),
    String(stored),
    String(flagged),
    isVisible ? percent(recall) : 'no flag expected',
  ];
}

function flagCells([flag, { flagged, labelled, precision }]: [string, Precision]): string[] {
  return [flag, String(flagged), String(labelled), percent(precision)];
}

function percent(share: number | null): string {
  return share === null ? NOTHING : `${(share * PERCENT).toFixed(DECIMALS)} %`;
}
