import type { Run } from '../run/stage.ts';

/** The machine, the versions and the command of a run of the bench. */
export interface BenchEnvironment {
  /** ISO 8601. */
  readonly at: string;
  readonly machine: string;
  readonly versions: readonly string[];
  readonly command: string;
}

/** A candidate without a result, and the reason. */
export interface Missing {
  readonly stage: string;
  readonly candidate: string;
  readonly reason: string;
}

/** The heading of a stage. */
export interface StageTitle {
  readonly name: string;
  readonly title: string;
}

/** The CPU profile of a process at full speed. */
export interface ProfileSummary {
  readonly title: string;
  /** The largest first. */
  readonly lines: readonly { readonly where: string; readonly share: number }[];
}

/** The raw results of a run of the bench. */
export interface Report {
  readonly environment: BenchEnvironment;
  readonly stages: readonly StageTitle[];
  readonly runs: readonly Run[];
  readonly missing: readonly Missing[];
  readonly profiles: readonly ProfileSummary[];
}
