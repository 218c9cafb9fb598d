import type { Reading } from '@weather/weather-schema';
import { inputsHavePassed, MEASURES, type Measure } from '../derived/measure.ts';
import type { ValueRule } from '../rules/rule.ts';
import { ConditionTrack } from './condition-track.ts';
import type { Episode } from './episode.ts';
import type { RuleTrack } from './rule-track.ts';

/** A rule about a value, at one station. */
export class ValueTrack implements RuleTrack {
  readonly #condition: ConditionTrack;
  readonly #measure: Measure;

  constructor(rule: ValueRule, stationId: string, episode?: Episode) {
    this.#condition = new ConditionTrack(rule, stationId, episode);
    this.#measure = MEASURES[rule.quantity];
  }

  get episode(): Episode | undefined {
    return this.#condition.episode;
  }

  judge(reading: Reading, quality: number, _newestAt: number, changes: Episode[]): void {
    const value = this.#measure.valueIn(reading);
    // Nearly every reading ends here, before its flags are looked at.
    if (this.#condition.isIdleAt(value)) return;
    if (Number.isNaN(value) || !inputsHavePassed(this.#measure, quality)) return;
    this.#condition.follow(value, reading.observedAt, changes);
  }
}
