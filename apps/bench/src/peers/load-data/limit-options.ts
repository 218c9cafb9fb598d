import type { DatabaseAccess } from '../../candidate.ts';

/** What the worker of the limit gets as its only argument, in JSON. */
export interface LimitOptions {
  readonly database: DatabaseAccess;
  readonly table: string;
  readonly offsetTable: string;
  readonly records: number;
}
