import type { FaultName } from '@weather/weather-schema';
import type { Alarm, Visibility } from './verdict.ts';

/** What became of one kind of fault. Shares are from 0 to 1, null where there is nothing to divide by. */
export interface FaultReport {
  readonly fault: FaultName;
  readonly visibility: Visibility;
  /** How often it began. */
  readonly begun: number;
  /** Of these, those of which at least one reading was flagged. */
  readonly found: number;
  readonly readings: number;
  /** Of these, those that are in the table. */
  readonly stored: number;
  /** Of these, those that were flagged: for what is wrong with them, or for nothing if no flag is due. */
  readonly flagged: number;
  /** flagged / stored; null where no flag is due, too. */
  readonly recall: number | null;
}

/** How many values have a flag, or rows a timeliness, and how many of them a fault explains. */
export interface Precision {
  readonly flagged: number;
  readonly labelled: number;
  readonly precision: number | null;
}

/** What quality control found, held against the truth. */
export interface QualityReport {
  readonly stations: number;
  /** ISO 8601, UTC: from the first to the last labelled reading; null if there is none. */
  readonly from: string | null;
  readonly to: string | null;
  /** Rows of these stations in this time. */
  readonly rows: number;
  /** Of these, those with a value that is doubtful or wrong. */
  readonly flaggedRows: number;
  readonly flaggedShare: number | null;
  readonly faults: readonly FaultReport[];
  /** Of the values, by flag and in all. */
  readonly precision: Readonly<Record<Alarm | 'all', Precision>>;
  /** Of the rows that are too late or ahead of the clock, those whose clock was wrong. */
  readonly timeliness: Precision;
}

export function shareOf(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
