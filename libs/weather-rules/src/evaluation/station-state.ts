import { MS_PER_DAY, MS_PER_HOUR } from '@weather/weather-schema/reading';
import type { Alert } from '../alerts/alert.ts';
import type { EvaluationState, ReadingEvaluator } from '../reading-evaluator.ts';
import type { DirtyHours } from './dirty-hours.ts';

/** Whether a station comes in one partition, in another one than before, or in several in turns. */
export type Sharing = 'none' | 'moved' | 'shared';

/** A station counts as shared until no second partition has brought it for this long. */
export const SHARED_FOR_MS = MS_PER_DAY;

/** The most readings after the newest checkpoint of a station, which a restart has to evaluate again. */
const READINGS_PER_CHECKPOINT = 512;
/** The state of a shared station is restored with each batch. */
const READINGS_PER_CHECKPOINT_SHARED = 32;
/** A station with few readings gets one checkpoint a day, before retention deletes them. */
const CHECKPOINT_INTERVAL_MS = MS_PER_DAY;
/** Earlier than any reading. */
const NO_TIME = Number.NEGATIVE_INFINITY;
/** The partitions that bring a station in turns may be this far apart while a backlog is read. */
const MAX_PARTITION_SKEW_MS = SHARED_FOR_MS;

/** The state of a station while its partition is being consumed. Evaluating a reading changes it. */
export class StationState {
  /** Whether other partitions bring the station too. */
  sharing: Sharing = 'none';
  /** The time after which readings of a shared station can be evaluated in order, since a checkpoint precedes them. */
  reorderableSince = NO_TIME;
  /** The index of the station's last reading in the batch that was scanned last. */
  lastIndex = -1;
  #readingsSinceCheckpoint = 0;
  #dirty: DirtyHours | undefined;
  #dirtyHourEnd = 0;

  constructor(
    /** The station's surrogate key. */
    readonly station: number,
    readonly stationId: string,
    /** The state of quality checks and alert rules. */
    readonly evaluation: EvaluationState,
    /** The event time of the last reading that was evaluated in order; −∞ before the first. */
    public watermark: number = NO_TIME,
    /** The time of its newest checkpoint, or of its first reading. */
    private checkpointAt: number = watermark,
  ) {}

  /** Marks the hour of the next reading dirty; most readings are in the same hour as the one before. */
  markDirty(dirty: DirtyHours, at: number): void {
    if (this.#dirty === dirty && at < this.#dirtyHourEnd && at >= this.#dirtyHourEnd - MS_PER_HOUR) return;
    dirty.add(this.station, at);
    this.#dirty = dirty;
    this.#dirtyHourEnd = (Math.floor(at / MS_PER_HOUR) + 1) * MS_PER_HOUR;
  }

  /** Advances the watermark to a reading that was evaluated. */
  advanceTo(at: number): void {
    if (this.checkpointAt === NO_TIME) this.checkpointAt = at;
    this.watermark = at;
    this.#readingsSinceCheckpoint++;
  }

  /** The time before which readings are beyond the allowed lateness. */
  horizon(allowedLatenessMs: number): number {
    const latest = this.watermark - allowedLatenessMs;
    if (this.sharing === 'none') return latest;
    return Math.min(latest, Math.max(this.watermark - MAX_PARTITION_SKEW_MS, this.reorderableSince + 1));
  }

  get needsCheckpoint(): boolean {
    return (
      this.#readingsSinceCheckpoint >=
        (this.sharing === 'shared' ? READINGS_PER_CHECKPOINT_SHARED : READINGS_PER_CHECKPOINT) ||
      (this.#readingsSinceCheckpoint > 0 && this.watermark - this.checkpointAt >= CHECKPOINT_INTERVAL_MS)
    );
  }

  /** Records that a checkpoint was made. */
  onCheckpoint(): void {
    this.#readingsSinceCheckpoint = 0;
    this.checkpointAt = this.watermark;
  }
}

/** A station, and whether several partitions bring it. */
interface StationIdentity {
  readonly station: number;
  readonly stationId: string;
  readonly sharing?: Sharing;
  readonly reorderableSince?: number;
}

/**
 * Restores the state of a station at a checkpoint; its initial state where there is none.
 * @param changes gets the open alerts whose rule is gone.
 */
export function restoreState(
  evaluator: ReadingEvaluator,
  { station, stationId, sharing, reorderableSince }: StationIdentity,
  checkpoint: { readonly at: number | undefined; readonly state: string | undefined },
  changes: Alert[],
): StationState {
  const { at, state: text } = checkpoint;
  const rules =
    text === undefined ? evaluator.initialState(stationId) : evaluator.restore(stationId, text, changes);
  const state = new StationState(station, stationId, rules, at);
  if (sharing !== undefined) state.sharing = sharing;
  if (reorderableSince !== undefined) state.reorderableSince = reorderableSince;
  return state;
}
