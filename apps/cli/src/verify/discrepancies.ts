/** The kinds of discrepancies, in the order of the report, with an explanation. */
export const DISCREPANCY_KINDS = {
  'offset-above-end':
    'committed offsets above the end of the partition: the topic was truncated or recreated',
  'unknown-partition': 'committed offsets of partitions that the topic does not have',
  'counts-differ':
    'partitions whose counts do not add up: read = stored + duplicates + corrections + dead-lettered',
  'records-unread': 'records below the committed offset that were never counted as read',
  'records-overcounted': 'records counted as read that the topic never had',
  'row-count': 'rows of reading more or fewer than the counts of stored readings',
  'reading-missing': 'readings on the topic that are neither in reading nor dead letters',
  'reading-wrong': 'rows of reading whose values differ from the topic',
  'reading-extra': 'rows of reading that no record explains',
  'dead-letter-missing': 'invalid records that are not dead letters',
  'exceedance-missing': 'readings above the threshold that are not in warning_temperatures',
  'exceedance-extra': 'rows of warning_temperatures without a reading above the threshold',
  'exceedance-wrong': 'rows of warning_temperatures whose temperature differs from the reading',
} as const;

export type DiscrepancyKind = keyof typeof DISCREPANCY_KINDS;

/** The place of a discrepancy, as far as it is known. */
export interface DiscrepancyExample {
  /** `topic/partition/offset` of the record, or `topic/partition`. */
  readonly place?: string;
  readonly stationId?: string;
  /** ISO 8601, UTC. */
  readonly observedAt?: string;
  readonly detail?: string;
}

/** The number of discrepancies of one kind, and the first of them. */
export interface Discrepancy {
  readonly kind: DiscrepancyKind;
  readonly count: number;
  readonly examples: readonly DiscrepancyExample[];
}

/** Collects discrepancies: counts all of them and keeps the first of each kind. */
export class Discrepancies {
  readonly #byKind = new Map<DiscrepancyKind, { count: number; readonly examples: DiscrepancyExample[] }>();

  /** @param maxExamples of each kind. */
  constructor(private readonly maxExamples: number) {}

  /** @param count the number of discrepancies that the example stands for. */
  add(kind: DiscrepancyKind, example: DiscrepancyExample, count = 1): void {
    this.addAll(kind, count, [example]);
  }

  /** Adds discrepancies with examples of only some of them. */
  addAll(kind: DiscrepancyKind, count: number, examples: readonly DiscrepancyExample[]): void {
    const found = this.#byKind.get(kind) ?? { count: 0, examples: [] };
    this.#byKind.set(kind, found);
    found.count += count;
    found.examples.push(...examples.slice(0, this.maxExamples - found.examples.length));
  }

  /** Whether the next discrepancy of this kind would be kept as an example. */
  wantsExample(kind: DiscrepancyKind): boolean {
    return (this.#byKind.get(kind)?.count ?? 0) < this.maxExamples;
  }

  /** In the order of the report. */
  list(): Discrepancy[] {
    return (Object.keys(DISCREPANCY_KINDS) as DiscrepancyKind[]).flatMap((kind) => {
      const found = this.#byKind.get(kind);
      return found === undefined || found.count === 0 ? [] : [{ kind, ...found }];
    });
  }
}
