import type { StationState } from '@weather/weather-judge';
import { MS_PER_HOUR } from '@weather/weather-schema';
import type { DueHours } from '../summaries/due-hours.ts';

/** So many readings may lie behind the newest checkpoint of a station: what a restart has to judge again. */
const READINGS_PER_CHECKPOINT = 512;
/** A station that reports seldom gets one a day, before retention takes its readings. */
const CHECKPOINT_INTERVAL_MS = 86_400_000;
/** Earlier than any reading. */
const NONE = Number.NEGATIVE_INFINITY;

/** What is known of a station while its partition is being stored. */
export class TrackedStation {
  #readingsBehind = 0;
  #addedTo: DueHours | undefined;
  #hourEnd = 0;

  constructor(
    readonly station: number,
    readonly stationId: string,
    readonly state: StationState,
    /** The instant of the last reading that was judged in order; lower than any before the first. */
    public newest: number = NONE,
    /** The instant of its newest checkpoint, or of its first reading. */
    private checkpointAt: number = newest,
  ) {}

  /** Adds the hour of its next reading to those of a batch; most readings are of the hour of the one before. */
  addTo(due: DueHours, at: number): void {
    if (this.#addedTo === due && at < this.#hourEnd && at >= this.#hourEnd - MS_PER_HOUR) return;
    due.add(this.station, at);
    this.#addedTo = due;
    this.#hourEnd = (Math.floor(at / MS_PER_HOUR) + 1) * MS_PER_HOUR;
  }

  /** Moves on to a reading that was judged. */
  moveTo(at: number): void {
    if (this.checkpointAt === NONE) this.checkpointAt = at;
    this.newest = at;
    this.#readingsBehind++;
  }

  /** Whether its state is to be noted. */
  get needsCheckpoint(): boolean {
    return (
      this.#readingsBehind >= READINGS_PER_CHECKPOINT ||
      (this.#readingsBehind > 0 && this.newest - this.checkpointAt >= CHECKPOINT_INTERVAL_MS)
    );
  }

  /** Its state has been noted. */
  noteCheckpoint(): void {
    this.#readingsBehind = 0;
    this.checkpointAt = this.newest;
  }
}
