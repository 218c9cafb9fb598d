import type { Latest } from '../live/station.ts';

/** Readings that are listed. */
const SHOWN = 10;

/** The newest of both, the newest first, each observed instant once. */
export function withRecent(readings: readonly Latest[], added: readonly Latest[]): readonly Latest[] {
  const all = new Map([...readings, ...added].map((reading) => [reading.observedAt, reading]));
  return [...all.values()].sort((a, b) => b.observedAt - a.observedAt).slice(0, SHOWN);
}
