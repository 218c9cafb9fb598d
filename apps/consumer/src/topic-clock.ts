import type { PartitionBounds } from '@weather/kafka-client';
import type { GroupProgress, TopicReadTime } from '@weather/weather-store/sink';

export interface TopicClockOptions {
  /** The bounds of all partitions of the topic; waits until Kafka answers. */
  readonly bounds: () => Promise<ReadonlyMap<number, PartitionBounds>>;
  /** How far the group has come, all its consumers together; waits until the database answers. */
  readonly progress: () => Promise<GroupProgress>;
  readonly now: () => number;
}

interface Probe {
  readonly end: number;
  readonly at: number;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Kafka that answers sooner was not away. */
const OUTAGE_MS = 5_000;
/** So long stations may take, once Kafka is there again, until they bring what they have. */
const GRACE_MS = 30_000;
/** No rule looks further back. */
const KEPT_MS = 8 * 86_400_000;

/**
 * Up to which time the topic has been read to its end: what a station has sent before it is stored. It stands still while any
 * partition lags, whichever consumer reads it, and the times in which Kafka took nothing are known.
 */
export class TopicClock {
  readonly #probes = new Map<number, Probe>();
  readonly #readUpTo = new Map<number, number>();
  #away: Window[] = [];
  #answeredAt: number | undefined;
  #wasRefused = false;

  constructor(private readonly options: TopicClockOptions) {}

  /**
   * @returns undefined while there is a partition that has not been read to its end yet, or where Kafka does not tell the
   * ends, as of a topic that is being made: no reason to stop.
   */
  async read(): Promise<TopicReadTime | undefined> {
    const { bounds, progress, now } = this.options;
    const asked = now();
    const partitions = await bounds().catch(() => undefined);
    if (partitions === undefined) {
      this.#wasRefused = true;
      return undefined;
    }
    const answered = now();
    const { nextOffsets, storedAt } = await progress();
    this.#noteAnswer(asked, answered, storedAt);
    for (const [partition, { earliest, end }] of partitions)
      this.#look(partition, Math.max(nextOffsets.get(partition) ?? 0, earliest), { end, at: asked });
    const times = [...partitions.keys()].map((partition) => this.#readUpTo.get(partition));
    const read = times.filter((time) => time !== undefined);
    if (read.length < times.length || read.length === 0) return undefined;
    const at = Math.min(...read);
    return { at, outageSince: (from) => awayBetween(this.#away, from, at) };
  }

  /** The first end that was seen and not reached counts until it is: of a partition that goes on growing no newest one is. */
  #look(partition: number, position: number, latest: Probe): void {
    const probe = this.#probes.get(partition) ?? latest;
    const reached = [latest, probe].find(({ end }) => position >= end);
    if (reached === undefined) this.#probes.set(partition, probe);
    else {
      this.#readUpTo.set(partition, reached.at);
      this.#probes.delete(partition);
      if (reached !== latest) this.#probes.set(partition, latest);
    }
  }

  /** Before the first answer it is not known whether Kafka was there, unless something was stored. */
  #noteAnswer(asked: number, answered: number, storedAt: number | undefined): void {
    const before = this.#answeredAt ?? storedAt ?? asked;
    const isFirst = this.#answeredAt === undefined;
    this.#answeredAt = answered;
    const wasAway = this.#wasRefused || answered - asked > OUTAGE_MS;
    this.#wasRefused = false;
    if (isFirst || wasAway) this.#away.push({ from: before, to: answered + GRACE_MS });
    this.#away = this.#away.filter(({ to }) => to > answered - KEPT_MS);
  }
}

/** How long Kafka was away between two times, in ms; windows may overlap, and are in the order of their begin. */
function awayBetween(windows: readonly Window[], from: number, to: number): number {
  let counted = from;
  let away = 0;
  for (const window of windows) {
    const begin = Math.max(window.from, counted);
    const end = Math.min(window.to, to);
    if (end <= begin) continue;
    away += end - begin;
    counted = end;
  }
  return away;
}
