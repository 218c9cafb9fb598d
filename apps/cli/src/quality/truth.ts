import type { FaultLabel, FaultName } from '@weather/weather-schema';

/** How much of a fault there is in the truth. */
export interface FaultExtent {
  readonly readings: number;
  readonly occurrences: number;
}

/** The labels of a reading. */
export type LabelsOfReading = readonly FaultLabel[];

const NO_LABELS: LabelsOfReading = [];

/**
 * Everything that the simulator has got wrong, by station and time. A line that comes twice counts once: a simulation that
 * was started again has told the same truth again. Some 400 bytes a label.
 */
export class Truth {
  readonly #labels = new Map<string, Map<number, FaultLabel[]>>();
  readonly #readings = new Map<FaultName, number>();
  readonly #occurrences = new Map<FaultName, Set<string>>();
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  /** @param stations the ids of all stations of the simulation. */
  constructor(readonly stations: readonly string[]) {}

  add(label: FaultLabel): void {
    const { fault, quantity } = label;
    const labels = this.#labelsAt(label);
    if (labels.some((known) => known.fault === fault && known.quantity === quantity)) return;
    if (!labels.some((known) => known.fault === fault)) {
      this.#readings.set(fault, (this.#readings.get(fault) ?? 0) + 1);
    }
    labels.push(label);
    const occurrences = this.#occurrences.get(fault) ?? new Set();
    this.#occurrences.set(fault, occurrences.add(occurrenceOf(label)));
    this.#from = Math.min(this.#from, timeOf(label), label.trueObservedAt);
    this.#to = Math.max(this.#to, timeOf(label), label.trueObservedAt);
  }

  /** From the first to the last labelled reading, in milliseconds since the epoch; undefined if there is none. */
  get span(): { readonly from: number; readonly to: number } | undefined {
    return this.#from <= this.#to ? { from: this.#from, to: this.#to } : undefined;
  }

  extentOf(fault: FaultName): FaultExtent {
    return { readings: this.#readings.get(fault) ?? 0, occurrences: this.#occurrences.get(fault)?.size ?? 0 };
  }

  /** The labels of what a station has sent with that time, those of a gap where it would have sent. */
  labelsOf(stationId: string, observedAt: number): LabelsOfReading {
    return this.#labels.get(stationId)?.get(observedAt) ?? NO_LABELS;
  }

  #labelsAt(label: FaultLabel): FaultLabel[] {
    const ofStation = this.#labels.get(label.stationId) ?? new Map<number, FaultLabel[]>();
    this.#labels.set(label.stationId, ofStation);
    const labels = ofStation.get(timeOf(label)) ?? [];
    ofStation.set(timeOf(label), labels);
    return labels;
  }
}

/** The same for all labels of one occurrence of a fault. */
export function occurrenceOf({ stationId, since }: FaultLabel): string {
  return `${stationId} ${since}`;
}

function timeOf({ observedAt, trueObservedAt }: FaultLabel): number {
  return observedAt ?? trueObservedAt;
}
