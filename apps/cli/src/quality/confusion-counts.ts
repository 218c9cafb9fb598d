import { FAULT_NAMES, formatIsoTimestamp, type FaultLabel, type FaultName } from '@weather/weather-schema';
import type { StoredQuality } from '@weather/weather-store/snapshot';
import {
  classify,
  isDetected,
  SUSPECT_FLAGS,
  VISIBILITY,
  type Classification,
  type SuspectFlag,
  type Visibility,
} from './classification.ts';
import { occurrenceKey, type GroundTruth } from './ground-truth.ts';

/** The counts of one kind of fault. Shares are from 0 to 1, and null for 0 of 0. */
export interface FaultCounts {
  readonly fault: FaultName;
  readonly visibility: Visibility;
  readonly occurrences: number;
  /** Of these, those with at least one flagged reading. */
  readonly detected: number;
  readonly readings: number;
  /** Of these, those in the table. */
  readonly stored: number;
  /** Of these, those flagged because of the fault; for an invisible fault, those flagged without a reason. */
  readonly flagged: number;
  /** flagged / stored; null for an invisible fault. */
  readonly recall: number | null;
}

/** The number of flagged values or rows, and of those that a fault explains. */
export interface Precision {
  readonly flagged: number;
  readonly labelled: number;
  readonly precision: number | null;
}

/** The quality flags compared with the ground truth. */
export interface QualityReport {
  readonly stations: number;
  /** ISO 8601, UTC: the times of the first and the last labelled reading; null if there is none. */
  readonly from: string | null;
  readonly to: string | null;
  /** Rows of these stations in this time. */
  readonly rows: number;
  /** Of these, those with a doubtful or wrong value. */
  readonly flaggedRows: number;
  readonly flaggedShare: number | null;
  readonly faults: readonly FaultCounts[];
  /** Of the values, by flag and in total. */
  readonly precision: Readonly<Record<SuspectFlag | 'all', Precision>>;
  /** Of the rows that are beyond the allowed lateness or from the future: `labelled` are those with a wrong clock. */
  readonly timeliness: Precision;
}

/** The detected readings of one kind of fault. */
class DetectionCounter {
  stored = 0;
  flagged = 0;
  readonly detected = new Set<string>();

  /** @param labels those of this fault, of one row. */
  add(labels: readonly FaultLabel[], classification: Classification): void {
    const detections = labels.filter((label) => isDetected(label, classification));
    this.stored++;
    if (detections.length > 0) this.flagged++;
    for (const label of detections) this.detected.add(occurrenceKey(label));
  }
}

class PrecisionCounter {
  #flagged = 0;
  #labelled = 0;

  add(isLabelled: boolean): void {
    this.#flagged++;
    if (isLabelled) this.#labelled++;
  }

  get precision(): Precision {
    const [flagged, labelled] = [this.#flagged, this.#labelled];
    return { flagged, labelled, precision: divide(labelled, flagged) };
  }
}

/** Compares rows with the ground truth, one by one. */
export class ConfusionCounts {
  #rows = 0;
  #flaggedRows = 0;
  readonly #faults = new Map(FAULT_NAMES.map((fault) => [fault, new DetectionCounter()]));
  readonly #flags = new Map<SuspectFlag | 'all', PrecisionCounter>(
    [...SUSPECT_FLAGS, 'all' as const].map((flag) => [flag, new PrecisionCounter()]),
  );
  readonly #timeliness = new PrecisionCounter();

  constructor(private readonly groundTruth: GroundTruth) {}

  get rows(): number {
    return this.#rows;
  }

  add({ stationId, observedAt, quality }: StoredQuality): void {
    const labels = this.groundTruth.labels(stationId, observedAt);
    const classification = classify(quality, labels);
    const { flagged, isOutOfTime, isSkewed } = classification;
    this.#rows++;
    if (flagged.length > 0) this.#flaggedRows++;
    if (isOutOfTime) this.#timeliness.add(isSkewed);
    for (const { flag, isLabelled } of flagged) {
      this.#flags.get(flag)?.add(isLabelled);
      this.#flags.get('all')?.add(isLabelled);
    }
    for (const [fault, faultLabels] of Map.groupBy(labels, (label) => label.fault)) {
      this.#faults.get(fault)?.add(faultLabels, classification);
    }
  }

  report(): QualityReport {
    const { stationIds, span } = this.groundTruth;
    return {
      stations: stationIds.length,
      from: span === undefined ? null : formatIsoTimestamp(span.from),
      to: span === undefined ? null : formatIsoTimestamp(span.to),
      rows: this.#rows,
      flaggedRows: this.#flaggedRows,
      flaggedShare: divide(this.#flaggedRows, this.#rows),
      faults: [...this.#faults].map(([fault, counter]) => this.#countFault(fault, counter)),
      precision: Object.fromEntries(
        [...this.#flags].map(([flag, counter]) => [flag, counter.precision]),
      ) as QualityReport['precision'],
      timeliness: this.#timeliness.precision,
    };
  }

  #countFault(fault: FaultName, { stored, flagged, detected }: DetectionCounter): FaultCounts {
    const { readings, occurrences } = this.groundTruth.extent(fault);
    const visibility = VISIBILITY[fault];
    return {
      fault,
      visibility,
      occurrences,
      detected: detected.size,
      readings,
      stored,
      flagged,
      recall: visibility === 'none' ? null : divide(flagged, stored),
    };
  }
}

function divide(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
