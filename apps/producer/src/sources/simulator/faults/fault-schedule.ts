import type { FaultName } from '@weather/weather-schema';
import { mixText } from '../hash.ts';
import type { FaultRates } from './fault-rates.ts';
import { FAULTS } from './injected-faults.ts';
import { createOccurrences, type Occurrence, type OccurrenceAt } from './occurrence.ts';

/** A fault in progress. */
export interface ActiveFault {
  readonly name: FaultName;
  readonly occurrence: Occurrence;
}

export interface FaultScheduleOptions {
  readonly rates: FaultRates;
  readonly seed: number;
  /** Between two readings of a station. */
  readonly intervalMs: number;
}

/** A reading has at most one of these, the first in progress, so that its label is complete. */
const VALUE_FAULTS = ['stuck', 'unit-mix-up', 'drift', 'spike'] as const;
/** A reading with one of these is not sent on time. */
const DISPLACING_FAULTS = ['gap', 'late', 'out-of-order'] as const;

/** The faults of each reading: a pure function of seed, station and timestamp. */
export class FaultSchedule {
  readonly #occurrences: ReadonlyMap<FaultName, OccurrenceAt>;
  readonly #intervalMs: number;

  constructor({ rates, seed, intervalMs }: FaultScheduleOptions) {
    const kinds = [...rates].map(([name, rate]): [FaultName, OccurrenceAt] => [
      name,
      createOccurrences({ salt: mixText(seed, name), rate, intervalMs, duration: FAULTS[name].duration }),
    ]);
    this.#occurrences = new Map(kinds);
    this.#intervalMs = intervalMs;
  }

  /** The faults of a reading: a gap alone, or at most one each of its time, its values and its delivery. */
  activeAt(stationId: string, timestamp: number): readonly ActiveFault[] {
    const gap = this.#first(['gap'], stationId, timestamp);
    if (gap !== undefined) return [gap];
    return [
      this.#first(['clock-skew'], stationId, timestamp),
      this.#first(VALUE_FAULTS, stationId, timestamp),
      this.#deliveryFault(stationId, timestamp),
    ].filter((active) => active !== undefined);
  }

  /** A reading is out of order only if the next one is sent on time. */
  #deliveryFault(stationId: string, timestamp: number): ActiveFault | undefined {
    const displaced = this.#first(['late', 'out-of-order'], stationId, timestamp);
    const canBeSent =
      displaced?.name !== 'out-of-order' ||
      this.#first(DISPLACING_FAULTS, stationId, timestamp + this.#intervalMs) === undefined;
    return displaced !== undefined && canBeSent
      ? displaced
      : this.#first(['duplicate'], stationId, timestamp);
  }

  #first(names: readonly FaultName[], stationId: string, timestamp: number): ActiveFault | undefined {
    for (const name of names) {
      const occurrence = this.#occurrences.get(name)?.(stationId, timestamp);
      if (occurrence !== undefined) return { name, occurrence };
    }
    return undefined;
  }
}
