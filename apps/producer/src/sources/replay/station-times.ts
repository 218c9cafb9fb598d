import { mixText } from '../simulator/hash.ts';
import type { ReplayMapping } from './replay-mapping.ts';
import { SeenReadings } from './seen-readings.ts';
import { createTimeParser, type TimeParser } from './time-parser.ts';

/** What is known of a station's rows so far. */
interface StationTrack {
  readonly seed: number;
  /** Whether the last row was older than the one before, as far as that is certain. */
  isDescending: boolean;
  last: number;
  newest: number;
}

/** The consumer's default: what is older still is not checked, and raises no alert. */
export const ALLOWED_LATENESS_MINUTES = 60;
const LATENESS_MS = ALLOWED_LATENESS_MINUTES * 60_000;

const HASH_SEED = 1;

/** Stations in each of two generations; of one that is forgotten the order begins again. */
const MAX_TRACKED_STATIONS = 50_000;

/**
 * The times of the rows of a file, in its order: which of two occurrences a time has follows from the station's row
 * before, since a clock that is put back shows itself by a time that is not newer. Counts what may be wrong with the times.
 */
export class StationTimes {
  readonly #parser: TimeParser;
  readonly #seen = new SeenReadings();
  #tracks = new Map<string, StationTrack>();
  #olderTracks = new Map<string, StationTrack>();
  /** Rows whose time does not exist. */
  missing = 0;
  /** Rows whose time comes twice. */
  ambiguous = 0;
  /** Readings of which there was one with the same station and timestamp. */
  repeated = 0;
  /** Readings older than one before them of their station. */
  outOfOrder = 0;
  /** Readings older than such a one by more than the lateness. */
  late = 0;

  constructor(private readonly time: ReplayMapping['time']) {
    this.#parser = createTimeParser(time);
  }

  /**
   * The timestamp of the next row of a station.
   * @returns why there is none, in words that follow the text, or the milliseconds since the epoch.
   */
  read(stationId: string, text: string): number | string {
    const first = this.#parser.parse(text);
    if (Number.isNaN(first)) return `is not ${this.#parser.expected}`;
    const change = this.#parser.clockChange(text, first);
    if (change?.exists === false) {
      this.missing++;
      return `does not exist in ${this.time.zone}: the clocks are put forward past it`;
    }
    const track = this.#trackOf(stationId);
    const instant = change === undefined ? first : occurrence(first, change.secondOccurrence, track);
    if (change === undefined) {
      if (instant !== track.last) track.isDescending = instant < track.last;
    } else this.ambiguous++;
    track.last = instant;
    return instant;
  }

  /** Counts a row that became a reading. */
  count(stationId: string, instant: number): void {
    const track = this.#trackOf(stationId);
    if (instant >= track.newest) track.newest = instant;
    else {
      this.outOfOrder++;
      if (instant < track.newest - LATENESS_MS) this.late++;
    }
    if (this.#seen.add(track.seed, instant)) this.repeated++;
  }

  #trackOf(stationId: string): StationTrack {
    const known = this.#tracks.get(stationId);
    if (known) return known;
    const track = this.#olderTracks.get(stationId) ?? newTrack(stationId);
    if (this.#tracks.size >= MAX_TRACKED_STATIONS) {
      this.#olderTracks = this.#tracks;
      this.#tracks = new Map();
    }
    this.#tracks.set(stationId, track);
    return track;
  }
}

function newTrack(stationId: string): StationTrack {
  const seed = mixText(HASH_SEED, stationId);
  return { seed, isDescending: false, last: Number.NEGATIVE_INFINITY, newest: Number.NEGATIVE_INFINITY };
}

/**
 * The occurrence that continues the order of the station's rows. Where the row before lies between the two, the direction
 * of the file decides, which a time outside of them shows.
 */
function occurrence(first: number, second: number, track: StationTrack): number {
  if (first > track.last) track.isDescending = false;
  else if (second < track.last) track.isDescending = true;
  else return track.isDescending ? first : second;
  return track.isDescending ? second : first;
}
