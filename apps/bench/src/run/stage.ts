import type { Candidate, Measurement } from '../candidate.ts';
import type { LoadShape } from '../load/load-record.ts';

/** The topic of a candidate. */
export interface TopicSetting {
  readonly partitions: number;
  readonly records: number;
  /** Undefined: an empty topic for producers. */
  readonly shape?: LoadShape;
}

/** A candidate of a stage. */
export interface Entry {
  readonly candidate: Candidate;
  readonly topic: TopicSetting;
  /** The number of rounds. */
  readonly rounds: number;
}

/** Candidates that are measured in the same rounds and can be compared. */
export interface Stage {
  readonly name: string;
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Run before the rounds and not counted: freshly started servers answer slowly. */
  readonly warmUp?: Entry;
}

/** One run of one candidate. */
export interface Run {
  readonly stage: string;
  readonly candidate: string;
  readonly title: string;
  /** From 1. */
  readonly round: number;
  readonly at: string;
  readonly topic: TopicSetting;
  readonly measurement: Measurement;
}
