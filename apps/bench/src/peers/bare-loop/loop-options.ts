import type { DatabaseAccess } from '../../contender.ts';

/** What the worker of the bare loop gets as its only argument, in JSON. */
export interface LoopOptions {
  readonly brokers: readonly string[];
  readonly database: DatabaseAccess;
  readonly topic: string;
  readonly table: string;
  readonly offsetTable: string;
  readonly group: string;
}
