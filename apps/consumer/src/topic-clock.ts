import { fetchOffsetBounds, type KafkaConnection, type PartitionBounds } from '@weather/kafka-client';
import { MS_PER_DAY } from '@weather/weather-schema';
import type { WeatherDatabase } from '@weather/weather-store';
import { groupProgress, type GroupProgress, type TopicReadTime } from '@weather/weather-store/sink';

export interface TopicClockOptions {
  /** The bounds of all partitions of the topic; waits until Kafka answers. */
  readonly bounds: () => Promise<ReadonlyMap<number, PartitionBounds>>;
  /** The committed offsets of the group, of all its consumers; waits until the database answers. */
  readonly progress: () => Promise<GroupProgress>;
  readonly now: () => number;
}

/** The end offset of a partition at a time. */
interface SeenEnd {
  readonly end: number;
  readonly at: number;
}

interface Outage {
  readonly from: number;
  readonly to: number;
}

/** An answer that takes longer than this counts as an outage of Kafka. */
const OUTAGE_MS = 5_000;
/** The time that stations get after an outage to send what they have buffered. */
const GRACE_MS = 30_000;
/** Longer than the longest duration of a silence rule. */
const KEPT_MS = 8 * MS_PER_DAY;

/**
 * The time up to which a topic has been read: everything that stations sent before it is stored. It does not advance while any
 * partition lags, whichever consumer of the group reads it. Outages of Kafka are recorded, since stations could not send then.
 */
export class TopicClock {
  readonly #ends = new Map<number, SeenEnd>();
  readonly #readUpTo = new Map<number, number>();
  #outages: Outage[] = [];
  #answeredAt: number | undefined;
  #hasFailed = false;

  constructor(private readonly options: TopicClockOptions) {}

  /**
   * @returns undefined until every partition has been read to an end that was seen, and while Kafka does not report the ends, as
   * of a topic that is being created: no reason to stop.
   */
  async read(): Promise<TopicReadTime | undefined> {
    const { bounds, progress, now } = this.options;
    const askedAt = now();
    const partitions = await bounds().catch(() => undefined);
    if (partitions === undefined) {
      this.#hasFailed = true;
      return undefined;
    }
    const answeredAt = now();
    const { nextOffsets, storedAt } = await progress();
    this.#recordAnswer(askedAt, answeredAt, storedAt);
    for (const [partition, { earliest, end }] of partitions)
      this.#advance(partition, Math.max(nextOffsets.get(partition) ?? 0, earliest), { end, at: askedAt });
    const times = [...partitions.keys()].map((partition) => this.#readUpTo.get(partition));
    const read = times.filter((time) => time !== undefined);
    if (read.length < times.length || read.length === 0) return undefined;
    const at = Math.min(...read);
    return { at, outageSince: (from) => outageBetween(this.#outages, from, at) };
  }

  /** Waits for the first end that was seen: while a partition keeps growing, its newest end is never reached. */
  #advance(partition: number, nextOffset: number, latest: SeenEnd): void {
    const awaited = this.#ends.get(partition) ?? latest;
    const reached = [latest, awaited].find(({ end }) => nextOffset >= end);
    if (reached === undefined) this.#ends.set(partition, awaited);
    else {
      this.#readUpTo.set(partition, reached.at);
      this.#ends.delete(partition);
      if (reached !== latest) this.#ends.set(partition, latest);
    }
  }

  /** The time before the first answer counts as an outage back to the last commit, since Kafka may have been unreachable. */
  #recordAnswer(askedAt: number, answeredAt: number, storedAt: number | undefined): void {
    const previousAt = this.#answeredAt ?? storedAt ?? askedAt;
    const isFirst = this.#answeredAt === undefined;
    this.#answeredAt = answeredAt;
    const wasUnreachable = this.#hasFailed || answeredAt - askedAt > OUTAGE_MS;
    this.#hasFailed = false;
    if (isFirst || wasUnreachable) this.#outages.push({ from: previousAt, to: answeredAt + GRACE_MS });
    this.#outages = this.#outages.filter(({ to }) => to > answeredAt - KEPT_MS);
  }
}

/** The length in ms of the outages between two times; they may overlap, and are sorted by their start. */
function outageBetween(outages: readonly Outage[], from: number, to: number): number {
  let counted = from;
  let total = 0;
  for (const outage of outages) {
    const start = Math.max(outage.from, counted);
    const end = Math.min(outage.to, to);
    if (end <= start) continue;
    total += end - start;
    counted = end;
  }
  return total;
}

/** The clock of a topic as a group reads it; retries until Kafka and the database answer. */
export function openTopicClock({
  connection,
  database,
  groupId,
  topic,
  signal,
}: {
  readonly connection: KafkaConnection;
  readonly database: WeatherDatabase;
  readonly groupId: string;
  readonly topic: string;
  readonly signal: AbortSignal;
}): TopicClock {
  return new TopicClock({
    bounds: () => fetchOffsetBounds(connection, topic, signal),
    progress: () => database.withRetry(() => groupProgress(database, groupId, topic), { signal }),
    now: Date.now,
  });
}
