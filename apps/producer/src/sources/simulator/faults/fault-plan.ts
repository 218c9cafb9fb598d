import type { FaultName } from '@weather/weather-schema';
import { mixText } from '../hash.ts';
import type { FaultRates } from './fault-rates.ts';
import { FAULTS } from './faults-by-name.ts';
import { occurrencesOf, type Occurrence, type OccurrenceAt } from './occurrence.ts';

/** A fault that goes on. */
export interface ActiveFault {
  readonly name: FaultName;
  readonly occurrence: Occurrence;
}

export interface FaultPlanOptions {
  readonly rates: FaultRates;
  readonly seed: number;
  /** Between two readings of a station. */
  readonly intervalMs: number;
}

/** Of these a reading has one at the most, the first that goes on, so that its label says all that was done to it. */
const VALUE_FAULTS = ['stuck', 'unit-mix-up', 'drift', 'spike'] as const;
/** A reading with one of these is not sent in its turn. */
const DISPLACING_FAULTS = ['gap', 'late', 'out-of-order'] as const;

/** Which faults each reading has: a pure function of seed, station and instant. */
export class FaultPlan {
  readonly #occurrences: ReadonlyMap<FaultName, OccurrenceAt>;
  readonly #intervalMs: number;

  constructor({ rates, seed, intervalMs }: FaultPlanOptions) {
    const kinds = [...rates].map(([name, rate]): [FaultName, OccurrenceAt] => [
      name,
      occurrencesOf({ salt: mixText(seed, name), rate, intervalMs, lasts: FAULTS[name].lasts }),
    ]);
    this.#occurrences = new Map(kinds);
    this.#intervalMs = intervalMs;
  }

  /** The faults of a reading: a gap alone, or one of each group at the most, of its time, its values and its sending. */
  activeAt(stationId: string, instant: number): readonly ActiveFault[] {
    const gap = this.#first(['gap'], stationId, instant);
    if (gap !== undefined) return [gap];
    return [
      this.#first(['clock-skew'], stationId, instant),
      this.#first(VALUE_FAULTS, stationId, instant),
      this.#ofSending(stationId, instant),
    ].filter((active) => active !== undefined);
  }

  /** Two readings change places only if the next one is sent in its turn. */
  #ofSending(stationId: string, instant: number): ActiveFault | undefined {
    const displaced = this.#first(['late', 'out-of-order'], stationId, instant);
    const canBeSent =
      displaced?.name !== 'out-of-order' ||
      this.#first(DISPLACING_FAULTS, stationId, instant + this.#intervalMs) === undefined;
    return displaced !== undefined && canBeSent ? displaced : this.#first(['duplicate'], stationId, instant);
  }

  #first(names: readonly FaultName[], stationId: string, instant: number): ActiveFault | undefined {
    for (const name of names) {
      const occurrence = this.#occurrences.get(name)?.(stationId, instant);
      if (occurrence !== undefined) return { name, occurrence };
    }
    return undefined;
  }
}
