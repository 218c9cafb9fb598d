import { TIMELINESS, getTimeliness, type Alert, type ReadingEvaluator } from '@weather/weather-rules';
import type { ReadingRow } from '../rows/reading-columns.ts';
import type { TrackedStation } from './tracked-station.ts';

/** The readings of one station that are to be judged anew. */
export interface Rejudgement {
  /** The station as it was before all of them; it is moved on to the newest. */
  readonly station: TrackedStation;
  /** What is stored, in any order. */
  readonly stored: readonly ReadingRow[];
  /** What a batch adds or corrects, in the order in which it came; the flags of what has its place are set. */
  readonly batch: readonly ReadingRow[];
  /** Is given the episodes. */
  readonly alerts: Alert[];
}

/** What there is at one instant. */
interface Instant {
  readonly at: number;
  /** The row that counts: the last of the batch, or else the stored one. */
  readonly row: ReadingRow;
  /** All that the batch says. */
  readonly batch: readonly ReadingRow[];
}

/**
 * Judges the readings of a station in order of time, those of a batch in their places among the stored ones.
 * @returns the stored rows whose flags are others now.
 */
export function rejudgeStation(
  evaluator: ReadingEvaluator,
  { station, stored, batch, alerts }: Rejudgement,
): ReadingRow[] {
  const changed: ReadingRow[] = [];
  for (const { at, row, batch: told } of instantsOf(stored, batch)) {
    const quality = evaluator.evaluate(station.state, row.reading, alerts);
    station.advanceTo(at);
    for (const each of told) each.quality = quality;
    if (told.length === 0 && row.quality !== quality) changed.push({ ...row, quality });
  }
  return changed;
}

function instantsOf(stored: readonly ReadingRow[], batch: readonly ReadingRow[]): Instant[] {
  const instants = new Map<number, Instant>();
  for (const row of stored.filter(hasPlace)) {
    const at = row.reading.observedAt;
    instants.set(at, { at, row, batch: [] });
  }
  for (const row of batch) {
    const at = row.reading.observedAt;
    if (hasPlace(row)) instants.set(at, { at, row, batch: [...(instants.get(at)?.batch ?? []), row] });
    else instants.delete(at);
  }
  return [...instants.values()].sort((a, b) => a.at - b.at);
}

function hasPlace({ quality }: ReadingRow): boolean {
  return getTimeliness(quality) === TIMELINESS.onTime;
}
