import { describe, expect, it } from '@jest/globals';
import type { OutgoingRecord } from '@weather/kafka-client';
import {
  decodeReading,
  encodeReading,
  legacySensorId,
  recordKey,
  type Reading,
} from '@weather/weather-schema';
import { PublishingLog } from './publishing-log.ts';
import { publishReadings, type ReadingPublisher } from './publish-readings.ts';
import { recordedLogger } from './testing/recorded-logger.ts';
import type { Source, SourcedReading, SourceProgress } from './sources/source.ts';

const NOON = Date.UTC(2026, 6, 1, 12);

/** Yields readings in two groups at once, then fails if an error was passed. */
class ListSource implements Source {
  readonly description = 'list';
  read = 0;

  constructor(
    private readonly list: readonly Reading[],
    private readonly failure?: Error,
  ) {}

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const half = this.list.length / 2;
    for (const group of [this.list.slice(0, half), this.list.slice(half)]) {
      await Promise.resolve();
      if (signal.aborted) return;
      yield group.map((reading) => ({ reading, position: ++this.read }));
    }
    if (this.failure) throw this.failure;
  }

  progress(): SourceProgress {
    return { read: this.read, fraction: this.read / this.list.length };
  }

  describePosition(position: number): string {
    return `item ${position}`;
  }
}

/** Acknowledges its records when it is flushed or closed; blocks when it is full. */
class BufferPublisher implements ReadingPublisher {
  readonly records: OutgoingRecord[] = [];
  isClosed = false;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly options: { readonly capacity?: number; readonly isUnreachable?: boolean } = {},
  ) {}

  get unacknowledged(): number {
    return this.#waiting.length;
  }

  tryEnqueue(record: OutgoingRecord, onAcknowledged: () => void): boolean {
    if (this.#waiting.length >= (this.options.capacity ?? Number.POSITIVE_INFINITY)) return false;
    this.records.push(record);
    this.#waiting.push(onAcknowledged);
    return true;
  }

  async send(record: OutgoingRecord, onAcknowledged: () => void): Promise<void> {
    while (!this.tryEnqueue(record, onAcknowledged)) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.options.isUnreachable) await new Promise(() => undefined);
    for (const acknowledge of this.#waiting.splice(0)) acknowledge();
  }

  async close(): Promise<number> {
    this.isClosed = true;
    if (!this.options.isUnreachable) await this.flush();
    return this.unacknowledged;
  }
}

function reading(stationId: string, temperature?: number): Reading {
  return { stationId, observedAt: NOON, humidity: 50, ...(temperature !== undefined && { temperature }) };
}

interface Run {
  readonly source: Source;
  readonly publisher?: ReadingPublisher;
  readonly signal?: AbortSignal;
  readonly format?: 'json' | 'legacy';
}

function start({ source, publisher = new BufferPublisher(), signal, format = 'json' }: Run): {
  readonly lines: string[];
  readonly log: PublishingLog;
  readonly done: Promise<void>;
} {
  const { logger, lines } = recordedLogger();
  let milliseconds = 0;
  const log = new PublishingLog(logger);
  const done = publishReadings({
    source,
    publisher,
    encode: (some) => encodeReading(some, format),
    keyOf: (some) => recordKey(some, format),
    log,
    logger,
    signal: signal ?? new AbortController().signal,
    now: () => (milliseconds += 2000),
  });
  return { lines, log, done };
}

describe('publishReadings', () => {
  it('sends each reading with its station as the key, in order', async () => {
    const publisher = new BufferPublisher();
    await start({ source: new ListSource([reading('EWR', 31.2), reading('JFK', -3)]), publisher }).done;
    expect(publisher.records.map(({ key }) => key)).toEqual(['EWR', 'JFK']);
    const decoded = decodeReading(publisher.records[0]?.value ?? null, { now: NOON, legacyTimeZone: 'UTC' });
    expect(decoded).toMatchObject({ reading: reading('EWR', 31.2) });
  });

  it('logs readings as sent when they are acknowledged, and the counts at the end', async () => {
    const { lines, done } = start({ source: new ListSource([reading('EWR', 31.2), reading('JFK')]) });
    await done;
    expect(lines).toEqual([
      'info ✅ Message Sent: EWR 31.2 °C at 2026-07-01T12:00:00.000Z',
      'info ✅ Message Sent: JFK without temperature at 2026-07-01T12:00:00.000Z',
      'info list ended {"read":2,"sent":2,"skipped":0,"upTo":"item 2","seconds":2,"readingsPerSecond":1}',
    ]);
  });

  it('summarizes frequent log lines', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => reading(`station-${index}`, 20));
    const { lines, done } = start({ source: new ListSource(many) });
    await done;
    expect(lines).toHaveLength(7);
    expect(lines[5]).toBe('info ✅ Message Sent ×995 more in this second');
  });

  it('skips and counts readings that the legacy format cannot encode', async () => {
    const publisher = new BufferPublisher();
    const source = new ListSource([reading('EWR'), reading('JFK', 1)]);
    const { lines, done } = start({ source, publisher, format: 'legacy' });
    await done;
    expect(publisher.records.map(({ key }) => key)).toEqual([String(legacySensorId('JFK'))]);
    expect(lines[0]).toMatch(/^warn skipped: item 1: the reading of EWR .* has no temperature/);
    expect(lines.at(-1)).toContain('"read":2,"sent":1,"skipped":1');
  });

  it('sends the readings before the source failed, then fails', async () => {
    const publisher = new BufferPublisher();
    const source = new ListSource([reading('EWR', 1)], new Error('the file is cut off'));
    const { lines, done } = start({ source, publisher });
    await expect(done).rejects.toThrow('the file is cut off');
    expect(lines.at(-1)).toMatch(/^info list ended early .*"sent":1/);
    expect(publisher.isClosed).toBe(true);
  });

  it('fails when the publisher does, closing it', async () => {
    const publisher = new BufferPublisher();
    publisher.tryEnqueue = () => {
      throw new Error('Kafka rejects the records');
    };
    await expect(start({ source: new ListSource([reading('EWR', 1)]), publisher }).done).rejects.toThrow(
      'Kafka rejects the records',
    );
    expect(publisher.isClosed).toBe(true);
  });

  it('blocks on a full buffer without losing a reading', async () => {
    const publisher = new BufferPublisher({ capacity: 2 });
    const source = new ListSource(Array.from({ length: 7 }, (_, index) => reading(`s${index}`, index)));
    const { lines, done } = start({ source, publisher });
    await done;
    expect(publisher.records).toHaveLength(7);
    expect(lines.at(-1)).toContain('"sent":7');
  });

  it('waits for the last acknowledgements before it closes the publisher, which would not wait for them', async () => {
    const publisher = new BufferPublisher();
    publisher.close = () => Promise.resolve(publisher.unacknowledged);
    const { lines, done } = start({ source: new ListSource([reading('EWR', 1)]), publisher });
    await done;
    expect(lines.at(-1)).toContain('"sent":1');
    expect(lines).toHaveLength(2);
  });

  it('reports the readings dropped by a full buffer once a second, and their total at the end', async () => {
    const publisher = new BufferPublisher();
    const { lines, log, done } = start({ source: new ListSource([reading('EWR', 1)]), publisher });
    for (let n = 0; n < 5_000; n++) log.onDropped();
    await done;
    expect(lines.filter((line) => line.includes('dropped'))).toEqual([
      'warn oldest readings dropped: the buffer is full {"dropped":5000}',
      expect.stringMatching(/"sent":1,"skipped":0,"dropped":5000,"upTo":"item 1"/),
    ]);
  });

  it('stops on request, sends the buffer and reports the counts', async () => {
    const controller = new AbortController();
    const publisher = new BufferPublisher({ capacity: 3 });
    const tryEnqueue = publisher.tryEnqueue.bind(publisher);
    publisher.tryEnqueue = (record, onAcknowledged) => {
      if (record.key === 's4') controller.abort();
      return tryEnqueue(record, onAcknowledged);
    };
    const source = new ListSource(Array.from({ length: 100 }, (_, index) => reading(`s${index}`, index)));
    const { lines, done } = start({ source, publisher, signal: controller.signal });
    await done;
    expect(lines.at(-1)).toContain('info list stopped {"read":50,"sent":5,"skipped":0,"upTo":"item 5"');
  });

  it('stops during an outage of Kafka, and reports how many readings it dropped', async () => {
    const controller = new AbortController();
    const publisher = new BufferPublisher({ capacity: 2, isUnreachable: true });
    const source = new ListSource(Array.from({ length: 9 }, (_, index) => reading(`s${index}`, index)));
    const { lines, done } = start({ source, publisher, signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    await done;
    expect(lines).toEqual([
      'warn unsent readings dropped: Kafka did not accept them in time {"unsent":2}',
      'info list stopped {"read":4,"sent":0,"skipped":0,"upTo":"nothing","seconds":2,"readingsPerSecond":0}',
    ]);
  });
});
