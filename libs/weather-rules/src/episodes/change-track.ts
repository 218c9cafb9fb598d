import type { Reading } from '@weather/weather-schema';
import { inputsHavePassed, MEASURES, type Measure } from '../derived/measure.ts';
import { looksUp, type ChangeRule } from '../rules/rule.ts';
import { ChangeWindow, type SavedWindow } from './change-window.ts';
import { ConditionTrack } from './condition-track.ts';
import type { Episode } from './episode.ts';
import type { RuleTrack } from './rule-track.ts';

/** A rule about the change of a value, at one station. */
export class ChangeTrack implements RuleTrack {
  /** Under what the window is stored: a rule that is given another time or direction begins with an empty one. */
  readonly windowKey: string;
  readonly window: ChangeWindow;
  readonly #condition: ConditionTrack;
  readonly #measure: Measure;
  /** A fall is a rise of the values with their sign turned. */
  readonly #sign: number;

  constructor(
    rule: ChangeRule,
    stationId: string,
    episode?: Episode,
    windows: Readonly<Record<string, SavedWindow>> = {},
  ) {
    this.#sign = looksUp(rule.comparison) ? 1 : -1;
    this.windowKey = `${rule.quantity} ${this.#sign * rule.withinMs}`;
    this.window = new ChangeWindow(rule.withinMs, windows[this.windowKey]);
    this.#condition = new ConditionTrack(rule, stationId, episode);
    this.#measure = MEASURES[rule.quantity];
  }

  get episode(): Episode | undefined {
    return this.#condition.episode;
  }

  judge(reading: Reading, quality: number, _newestAt: number, changes: Episode[]): void {
    const value = this.#measure.valueIn(reading);
    if (Number.isNaN(value) || !inputsHavePassed(this.#measure, quality)) return;
    const change = this.#sign * this.window.rise(this.#sign * value, reading.observedAt);
    if (!this.#condition.isIdleAt(change)) this.#condition.follow(change, reading.observedAt, changes);
  }
}
