import { FAULT_NAMES, formatIsoTimestamp, type FaultLabel, type FaultName } from '@weather/weather-schema';
import type { StoredQuality } from '@weather/weather-store';
import { shareOf, type FaultReport, type Precision, type QualityReport } from './quality-report.ts';
import { occurrenceOf, type LabelsOfReading, type Truth } from './truth.ts';
import { ALARMS, isSeen, verdictOn, VISIBILITY, type Alarm, type Verdict } from './verdict.ts';

/** Counts of one kind of fault. */
class FaultTally {
  stored = 0;
  flagged = 0;
  readonly found = new Set<string>();

  /** @param labels those of this fault, of one row. */
  add(labels: LabelsOfReading, verdict: Verdict): void {
    const seen = labels.filter((label) => isSeen(label, verdict));
    this.stored++;
    if (seen.length > 0) this.flagged++;
    for (const label of seen) this.found.add(occurrenceOf(label));
  }
}

/** How many of something there are, and how many of them a fault explains. */
class PrecisionTally {
  #flagged = 0;
  #labelled = 0;

  add(isLabelled: boolean): void {
    this.#flagged++;
    if (isLabelled) this.#labelled++;
  }

  get precision(): Precision {
    const [flagged, labelled] = [this.#flagged, this.#labelled];
    return { flagged, labelled, precision: shareOf(labelled, flagged) };
  }
}

/** Holds the rows, one after the other, against the truth. */
export class QualityTally {
  #rows = 0;
  #flaggedRows = 0;
  readonly #faults = new Map<FaultName, FaultTally>(FAULT_NAMES.map((fault) => [fault, new FaultTally()]));
  readonly #alarms = new Map<Alarm | 'all', PrecisionTally>(
    [...ALARMS, 'all' as const].map((alarm) => [alarm, new PrecisionTally()]),
  );
  readonly #timeliness = new PrecisionTally();

  constructor(private readonly truth: Truth) {}

  get rows(): number {
    return this.#rows;
  }

  add({ stationId, observedAt, quality }: StoredQuality): void {
    const labels = this.truth.labelsOf(stationId, observedAt);
    const verdict = verdictOn(quality, labels);
    this.#rows++;
    if (verdict.flagged.length > 0) this.#flaggedRows++;
    if (verdict.isOutOfTime) this.#timeliness.add(verdict.isSkewed);
    for (const { alarm, isLabelled } of verdict.flagged) {
      this.#alarms.get(alarm)?.add(isLabelled);
      this.#alarms.get('all')?.add(isLabelled);
    }
    this.#addLabels(labels, verdict);
  }

  report(): QualityReport {
    const { stations, span } = this.truth;
    return {
      stations: stations.length,
      from: span === undefined ? null : formatIsoTimestamp(span.from),
      to: span === undefined ? null : formatIsoTimestamp(span.to),
      rows: this.#rows,
      flaggedRows: this.#flaggedRows,
      flaggedShare: shareOf(this.#flaggedRows, this.#rows),
      faults: [...this.#faults].map(([fault, tally]) => this.#reportOn(fault, tally)),
      precision: Object.fromEntries(
        [...this.#alarms].map(([alarm, tally]) => [alarm, tally.precision]),
      ) as QualityReport['precision'],
      timeliness: this.#timeliness.precision,
    };
  }

  #addLabels(labels: LabelsOfReading, verdict: Verdict): void {
    const byFault = Map.groupBy(labels, ({ fault }: FaultLabel) => fault);
    for (const [fault, ofFault] of byFault) this.#faults.get(fault)?.add(ofFault, verdict);
  }

  #reportOn(fault: FaultName, { stored, flagged, found }: FaultTally): FaultReport {
    const { readings, occurrences } = this.truth.extentOf(fault);
    const visibility = VISIBILITY[fault];
    return {
      fault,
      visibility,
      begun: occurrences,
      found: found.size,
      readings,
      stored,
      flagged,
      recall: visibility === 'none' ? null : shareOf(flagged, stored),
    };
  }
}
