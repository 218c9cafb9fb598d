import type { StationState } from '@weather/weather-rules';
import { MS_PER_HOUR } from '@weather/weather-schema';
import { SHARED_FOR_MS, type Sharing } from './claim-stations.ts';
import type { DirtyHours } from '../rollups/dirty-hours.ts';

/** So many readings may lie behind the newest checkpoint of a station: what a restart has to judge again. */
const READINGS_PER_CHECKPOINT = 512;
/** A station that reports seldom gets one a day, before retention takes its readings. */
const CHECKPOINT_INTERVAL_MS = 86_400_000;
/** Earlier than any reading. */
const NONE = Number.NEGATIVE_INFINITY;
/** A shared one is made out with each batch. */
const READINGS_PER_CHECKPOINT_SHARED = 32;
/** Partitions that bring a station in turns may be so far apart when a backlog is read. */
const APART_MS = SHARED_FOR_MS;

/** What is known of a station while its partition is being stored. */
export class TrackedStation {
  /** Whether other partitions bring it as well. */
  sharing: Sharing = 'none';
  /** If they do: readings later than this can be put in their places, a checkpoint lies before. */
  reorderableSince = NONE;
  /** Where its last row is in the batch that was looked through last. */
  lastIndex = -1;
  #readingsBehind = 0;
  #addedTo: DirtyHours | undefined;
  #hourEnd = 0;

  constructor(
    readonly station: number,
    readonly stationId: string,
    readonly state: StationState,
    /** The instant of the last reading that was judged in order; lower than any before the first. */
    public watermark: number = NONE,
    /** The instant of its newest checkpoint, or of its first reading. */
    private checkpointAt: number = watermark,
  ) {}

  /** Adds the hour of its next reading to those of a batch; most readings are of the hour of the one before. */
  addTo(due: DirtyHours, at: number): void {
    if (this.#addedTo === due && at < this.#hourEnd && at >= this.#hourEnd - MS_PER_HOUR) return;
    due.add(this.station, at);
    this.#addedTo = due;
    this.#hourEnd = (Math.floor(at / MS_PER_HOUR) + 1) * MS_PER_HOUR;
  }

  /** Moves on to a reading that was judged. */
  advanceTo(at: number): void {
    if (this.checkpointAt === NONE) this.checkpointAt = at;
    this.watermark = at;
    this.#readingsBehind++;
  }

  /** The instant before which no reading is put in its place any more. */
  horizon(allowedLatenessMs: number): number {
    const latest = this.watermark - allowedLatenessMs;
    if (this.sharing === 'none') return latest;
    return Math.min(latest, Math.max(this.watermark - APART_MS, this.reorderableSince + 1));
  }

  /** Whether its state is to be noted. */
  get needsCheckpoint(): boolean {
    return (
      this.#readingsBehind >=
        (this.sharing === 'shared' ? READINGS_PER_CHECKPOINT_SHARED : READINGS_PER_CHECKPOINT) ||
      (this.#readingsBehind > 0 && this.watermark - this.checkpointAt >= CHECKPOINT_INTERVAL_MS)
    );
  }

  /** Its state has been noted. */
  onCheckpoint(): void {
    this.#readingsBehind = 0;
    this.checkpointAt = this.watermark;
  }
}
