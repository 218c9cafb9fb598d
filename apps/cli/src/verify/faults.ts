/** Every kind of fault, in the order of the report, and what it means. */
export const FAULT_KINDS = {
  'position-above-end': 'positions above the end of the partition: the topic was truncated or made anew',
  'unknown-partition': 'positions of partitions that the topic does not have',
  'counts-differ':
    'partitions whose counts do not add up: read = stored + repeated + replaced + dead-lettered',
  'records-unread': 'records below the position that were never counted as read',
  'records-overcounted': 'records counted as read that the topic never had',
  'row-count': 'rows of reading more or fewer than the counts say were stored',
  'reading-missing': 'readings on the topic that are neither in reading nor dead letters',
  'reading-wrong': 'rows of reading with other values than the topic says',
  'reading-extra': 'rows of reading that no record explains',
  'letter-missing': 'records that are no reading and no dead letter either',
  'alert-missing': 'readings above the threshold that are not in warning_temperatures',
  'alert-extra': 'rows of warning_temperatures without a reading above the threshold',
  'alert-wrong': 'rows of warning_temperatures with another temperature than the reading',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** Where a fault is, as far as that can be said. */
export interface FaultExample {
  /** `topic/partition/offset` of the record, or `topic/partition`. */
  readonly place?: string;
  readonly stationId?: string;
  /** ISO 8601, UTC. */
  readonly observedAt?: string;
  readonly detail?: string;
}

/** The faults of one kind: how many, and the first of them. */
export interface Fault {
  readonly kind: FaultKind;
  readonly count: number;
  readonly examples: readonly FaultExample[];
}

/** Collects faults: all are counted, the first of each kind are kept. */
export class Faults {
  readonly #counts = new Map<FaultKind, number>();
  readonly #examples = new Map<FaultKind, FaultExample[]>();

  /** @param maxExamples of each kind. */
  constructor(readonly maxExamples: number) {}

  /** @param count how many the example stands for. */
  add(kind: FaultKind, example: FaultExample, count = 1): void {
    this.#counts.set(kind, this.countOf(kind) + count);
    const examples = this.#examples.get(kind) ?? [];
    if (examples.length < this.maxExamples) examples.push(example);
    this.#examples.set(kind, examples);
  }

  /** Adds faults of which only some are named. */
  addAll(kind: FaultKind, count: number, examples: readonly FaultExample[]): void {
    for (const example of examples) this.add(kind, example);
    if (count > examples.length) this.#counts.set(kind, this.countOf(kind) + count - examples.length);
  }

  countOf(kind: FaultKind): number {
    return this.#counts.get(kind) ?? 0;
  }

  /** Whether the next fault of this kind would be named. */
  wantsExample(kind: FaultKind): boolean {
    return this.countOf(kind) < this.maxExamples;
  }

  /** In the order of the report. */
  list(): Fault[] {
    return (Object.keys(FAULT_KINDS) as FaultKind[]).flatMap((kind) => {
      const count = this.countOf(kind);
      return count === 0 ? [] : [{ kind, count, examples: this.#examples.get(kind) ?? [] }];
    });
  }
}
