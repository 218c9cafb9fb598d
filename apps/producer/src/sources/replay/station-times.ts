import { mixText } from '../simulator/hash.ts';
import type { ReplayMapping } from './replay-mapping.ts';
import { SeenReadings } from './seen-readings.ts';
import { createTimeParser, type TimeParser } from './time-parser.ts';

/** The state of a station's rows. */
interface StationState {
  readonly seed: number;
  /** Whether the last row was older than the one before, as far as is certain. */
  isDescending: boolean;
  last: number;
  newest: number;
}

/** The consumer's default: readings that are later are not checked and raise no alert. */
export const ALLOWED_LATENESS_MINUTES = 60;
const ALLOWED_LATENESS_MS = ALLOWED_LATENESS_MINUTES * 60_000;

const HASH_SEED = 1;

/** Stations in each of two generations; a station that was dropped starts with a new state. */
const MAX_TRACKED_STATIONS = 50_000;

/**
 * Parses the times of the rows in the order of the file and counts suspicious ones. The previous row of the station resolves a
 * time that occurs twice: after the clock is set back, a time is not newer than the one before.
 */
export class StationTimes {
  readonly #parser: TimeParser;
  readonly #seen = new SeenReadings();
  #states = new Map<string, StationState>();
  #olderStates = new Map<string, StationState>();
  /** Rows whose time does not exist. */
  missing = 0;
  /** Rows whose time occurs twice. */
  ambiguous = 0;
  /** Readings with the station and timestamp of an earlier one. */
  duplicates = 0;
  /** Readings older than an earlier row of their station. */
  outOfOrder = 0;
  /** Readings older than such a row by more than the allowed lateness. */
  late = 0;

  constructor(private readonly time: ReplayMapping['time']) {
    this.#parser = createTimeParser(time);
  }

  /**
   * Parses the timestamp of the next row of a station.
   * @returns the milliseconds since the epoch, or a reason that completes "TEXT …".
   */
  read(stationId: string, text: string): number | string {
    const first = this.#parser.parse(text);
    if (Number.isNaN(first)) return `is not ${this.#parser.expected}`;
    const change = this.#parser.clockChange(text, first);
    if (change?.exists === false) {
      this.missing++;
      return `does not exist in ${this.time.zone} because clocks are set forward past it`;
    }
    const state = this.#stateFor(stationId);
    const timestamp = change === undefined ? first : resolveOccurrence(first, change.secondOccurrence, state);
    if (change === undefined) {
      if (timestamp !== state.last) state.isDescending = timestamp < state.last;
    } else this.ambiguous++;
    state.last = timestamp;
    return timestamp;
  }

  /** Counts a row that became a reading. */
  count(stationId: string, timestamp: number): void {
    const state = this.#stateFor(stationId);
    if (timestamp >= state.newest) state.newest = timestamp;
    else {
      this.outOfOrder++;
      if (timestamp < state.newest - ALLOWED_LATENESS_MS) this.late++;
    }
    if (this.#seen.add(state.seed, timestamp)) this.duplicates++;
  }

  #stateFor(stationId: string): StationState {
    const known = this.#states.get(stationId);
    if (known) return known;
    const state = this.#olderStates.get(stationId) ?? createState(stationId);
    if (this.#states.size >= MAX_TRACKED_STATIONS) {
      this.#olderStates = this.#states;
      this.#states = new Map();
    }
    this.#states.set(stationId, state);
    return state;
  }
}

function createState(stationId: string): StationState {
  const seed = mixText(HASH_SEED, stationId);
  return { seed, isDescending: false, last: Number.NEGATIVE_INFINITY, newest: Number.NEGATIVE_INFINITY };
}

/**
 * Selects the occurrence that continues the order of the station's rows. If the previous row is between the two, the direction
 * of the file decides, which is known from the last row outside of them.
 */
function resolveOccurrence(first: number, second: number, state: StationState): number {
  if (first > state.last) state.isDescending = false;
  else if (second < state.last) state.isDescending = true;
  else return state.isDescending ? first : second;
  return state.isDescending ? second : first;
}
