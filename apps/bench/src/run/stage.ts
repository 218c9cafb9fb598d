import type { Contender, Measurement } from '../contender.ts';
import type { LoadShape } from '../load/load-record.ts';

/** What a topic holds, or is to be given, when a contender begins. */
export interface TopicSetting {
  readonly partitions: number;
  readonly records: number;
  /** Undefined: the topic is empty, for those that write. */
  readonly shape?: LoadShape;
}

/** A contender and what it works on. */
export interface Entry {
  readonly contender: Contender;
  readonly topic: TopicSetting;
  /** How often it is measured. */
  readonly rounds: number;
}

/** What is measured in the same rounds, and can be compared therefore. */
export interface Stage {
  readonly name: string;
  readonly title: string;
  readonly entries: readonly Entry[];
  /** Run before the rounds and not counted: servers that have just started answer slowly. */
  readonly warmUp?: Entry;
}

/** One run of one contender. */
export interface Run {
  readonly stage: string;
  readonly contender: string;
  readonly title: string;
  /** From 1. */
  readonly round: number;
  readonly at: string;
  readonly topic: TopicSetting;
  readonly measurement: Measurement;
}
