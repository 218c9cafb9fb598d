import type { Reading } from '@weather/weather-schema';
import { PLAUSIBLE_RANGES, type PlausibleRanges } from './quality/plausible-range.ts';
import { checkAlone, checkInTime, newQualityState, type QualityState } from './quality/quality-control.ts';
import type { Timeliness } from './quality/quality-flag.ts';

/** What is known of a station after some of its readings, taken in order of time. */
export interface StationState {
  readonly quality: QualityState;
  readonly ranges: PlausibleRanges;
}

/** Judges the readings of stations: a fold over each station's readings in order of time, and nothing else. */
export class ReadingJudge {
  /** The state of a station without readings. */
  begin(): StationState {
    return { quality: newQualityState(), ranges: PLAUSIBLE_RANGES };
  }

  /** The state that `serialise` made a text of. */
  revive(text: string): StationState {
    return { quality: JSON.parse(text) as QualityState, ranges: PLAUSIBLE_RANGES };
  }

  /** A state as a text that does not grow with the readings behind it: some 700 characters. */
  serialise({ quality }: StationState): string {
    return JSON.stringify(quality);
  }

  /**
   * Judges the reading that comes next in time, and moves the state on.
   * @returns its quality, see `packQuality`.
   */
  judge({ quality, ranges }: StationState, reading: Reading): number {
    return checkInTime(quality, reading, ranges);
  }

  /** The quality of a reading that has no place among the others; it moves nothing. */
  judgeAlone({ ranges }: StationState, reading: Reading, timeliness: Timeliness): number {
    return checkAlone(reading, ranges, timeliness);
  }
}
