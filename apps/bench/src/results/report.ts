import type { Run } from '../run/stage.ts';

/** Where and with what the figures were taken. */
export interface Circumstances {
  /** ISO 8601. */
  readonly at: string;
  readonly machine: string;
  readonly versions: readonly string[];
  readonly command: string;
}

/** A contender without a figure, and why. */
export interface Missing {
  readonly stage: string;
  readonly contender: string;
  readonly reason: string;
}

/** What a stage is, for its heading. */
export interface StageTitle {
  readonly name: string;
  readonly title: string;
}

/** Where a process spent its time at full speed. */
export interface ProfileSummary {
  readonly title: string;
  /** The largest first. */
  readonly lines: readonly { readonly where: string; readonly share: number }[];
}

/** Everything of one run of the bench: the raw results. */
export interface Report {
  readonly circumstances: Circumstances;
  readonly stages: readonly StageTitle[];
  readonly runs: readonly Run[];
  readonly missing: readonly Missing[];
  readonly profiles: readonly ProfileSummary[];
}
