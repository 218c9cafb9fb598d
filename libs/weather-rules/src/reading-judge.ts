import { QUANTITY_NAMES, type Reading } from '@weather/weather-schema';
import { AlertJudge } from './episodes/alert-judge.ts';
import type { AlertState, SavedAlertState } from './episodes/alert-state.ts';
import type { Episode } from './episodes/episode.ts';
import { PLAUSIBLE_RANGES, type PlausibleRanges } from './quality/plausible-range.ts';
import { checkAlone, checkInTime, newQualityState, type QualityState } from './quality/quality-control.ts';
import type { Timeliness } from './quality/quality-flag.ts';
import type { RuleSet } from './rules/rule.ts';
import { limitsOf } from './rules/station-limits.ts';

/** What is known of a station after some of its readings, taken in order of time. */
export interface StationState {
  readonly quality: QualityState;
  readonly ranges: PlausibleRanges;
  readonly alerts: AlertState;
}

/** The checks of five values and a direction, and a station's ranges. */
const BYTES_OF_QUALITY = 2_000;

/** What `serialise` writes. */
interface SavedState {
  readonly quality: QualityState;
  readonly alerts: SavedAlertState;
}

/**
 * Judges the readings of stations: quality control first, then the alert rules by the values that passed. A fold over each
 * station's readings in order of time, and nothing else: it keeps no state of its own.
 */
export class ReadingJudge {
  readonly #alerts: AlertJudge;

  constructor(readonly ruleSet: RuleSet) {
    this.#alerts = new AlertJudge(ruleSet);
  }

  /** The state of a station without readings. */
  begin(stationId: string): StationState {
    return {
      quality: newQualityState(),
      ranges: this.#rangesOf(stationId),
      alerts: this.#alerts.newState(stationId),
    };
  }

  /** The state that `serialise` made a text of. An episode whose rule is gone is ended; see `AlertJudge.revive`. */
  revive(stationId: string, text: string, changes: Episode[]): StationState {
    const { quality, alerts } = JSON.parse(text) as SavedState;
    return {
      quality,
      ranges: this.#rangesOf(stationId),
      alerts: this.#alerts.revive(alerts, stationId, changes),
    };
  }

  /** A state as a text that does not grow with the readings behind it: a thousand characters and the open episodes. */
  serialise({ quality, alerts }: StationState): string {
    return JSON.stringify({ quality, alerts });
  }

  /**
   * Judges the reading that comes next in time, and moves the state on.
   * @param changes is given the episodes that begin, go on or end with it; see `AlertJudge`.
   * @returns its quality, see `packQuality`.
   */
  judge({ quality, ranges, alerts }: StationState, reading: Reading, changes: Episode[]): number {
    const flags = checkInTime(quality, reading, ranges);
    this.#alerts.judge(alerts, reading, flags, changes);
    return flags;
  }

  /** The quality of a reading that has no place among the others; it moves nothing. */
  judgeAlone({ ranges }: StationState, reading: Reading, timeliness: Timeliness): number {
    return checkAlone(reading, ranges, timeliness);
  }

  /** The episodes of a station that have not ended. */
  openEpisodes({ alerts }: StationState): readonly Episode[] {
    return alerts.toJSON().episodes;
  }

  /** The rules whose episodes the clock begins at a station; its state knows of them only when the next reading comes. */
  clockRules({ alerts }: StationState): ReadonlySet<string> {
    return this.#alerts.clockRules(alerts);
  }

  /** An upper bound, by estimate, of the bytes of memory that a state takes; it grows with the rules that watch the station. */
  bytesOf({ alerts }: StationState): number {
    return BYTES_OF_QUALITY + this.#alerts.bytesOf(alerts);
  }

  /** The same of a station that every rule watches. */
  get mostBytes(): number {
    return BYTES_OF_QUALITY + this.#alerts.mostBytes;
  }

  #rangesOf(stationId: string): PlausibleRanges {
    const { limits } = this.ruleSet;
    if (limits.length === 0) return PLAUSIBLE_RANGES;
    const own = limitsOf(limits, stationId);
    return Object.fromEntries(
      QUANTITY_NAMES.map((name) => [name, { ...PLAUSIBLE_RANGES[name], ...own[name] }]),
    ) as PlausibleRanges;
  }
}
