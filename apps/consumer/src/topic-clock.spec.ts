import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import fc from 'fast-check';
import { TopicClock } from './topic-clock.ts';

const GRACE = 30_000;

/** A topic and what a group has read of it; the time is that of the test. */
class Topic {
  now = 100 * MS_PER_MINUTE;
  storedAt: number | undefined = this.now;
  readonly ends: number[];
  readonly positions: number[];
  /** How long the next question waits for Kafka. */
  kafkaAwayMs = 0;
  earliest = 0;
  isRefused = false;
  readonly clock = new TopicClock({
    now: () => this.now,
    bounds: () => {
      if (this.isRefused) return Promise.reject(new Error('no such topic'));
      this.now += this.kafkaAwayMs;
      this.kafkaAwayMs = 0;
      return Promise.resolve(
        new Map(this.ends.map((end, index) => [index, { earliest: this.earliest, end }])),
      );
    },
    progress: () =>
      Promise.resolve({ nextOffsets: new Map(this.positions.entries()), storedAt: this.storedAt }),
  });

  constructor(...partitions: readonly (readonly [position: number, end: number])[]) {
    this.positions = partitions.map(([position]) => position);
    this.ends = partitions.map(([, end]) => end);
  }

  async readUpTo(): Promise<number | undefined> {
    return (await this.clock.read())?.at;
  }

  after(ms: number): this {
    this.now += ms;
    return this;
  }
}

describe('TopicClock', () => {
  it('returns no time until each partition has been read to its end once', async () => {
    const topic = new Topic([5, 5], [0, 3]);
    expect(await topic.readUpTo()).toBeUndefined();
    topic.positions[1] = 3;
    expect(await topic.readUpTo()).toBe(topic.now);
  });

  it('does not advance while a partition lags, whichever consumer reads it', async () => {
    const topic = new Topic([5, 5], [3, 3]);
    const before = await topic.readUpTo();
    topic.after(MS_PER_MINUTE).ends[1] = 9;
    expect(await topic.readUpTo()).toBe(before);
    topic.after(MS_PER_MINUTE).positions[1] = 8;
    expect(await topic.readUpTo()).toBe(before);
    topic.after(MS_PER_MINUTE).positions[1] = 9;
    expect(await topic.readUpTo()).toBe(topic.now);
  });

  it('advances with a partition that is never read to its newest end', async () => {
    const topic = new Topic([5, 5]);
    await topic.readUpTo();
    topic.after(MS_PER_MINUTE).ends[0] = 20;
    const seen = topic.now;
    await topic.readUpTo();
    topic.after(MS_PER_MINUTE).ends[0] = 40;
    topic.positions[0] = 20;
    expect(await topic.readUpTo()).toBe(seen);
  });

  it('counts a partition as read when Kafka has removed all of its records', async () => {
    const topic = new Topic([2, 5]);
    topic.earliest = 5;
    expect(await topic.readUpTo()).toBe(topic.now);
  });

  it('returns no time for a topic without partitions', async () => {
    expect(await new Topic().readUpTo()).toBeUndefined();
  });

  it('measures how long Kafka was unreachable, and gives stations time to send what they have buffered', async () => {
    const topic = new Topic([5, 5]);
    await topic.readUpTo();
    const begun = topic.after(10 * MS_PER_MINUTE).now;
    await topic.readUpTo();
    topic.kafkaAwayMs = 20 * MS_PER_MINUTE;
    await topic.readUpTo();
    topic.after(5 * MS_PER_MINUTE);
    expect((await topic.clock.read())?.outageSince(begun - MS_PER_MINUTE)).toBe(20 * MS_PER_MINUTE + GRACE);
    expect((await topic.clock.read())?.outageSince(topic.now - MS_PER_MINUTE)).toBe(0);
  });

  it('returns no time while Kafka does not report the ends, and counts that as an outage', async () => {
    const topic = new Topic([5, 5]);
    await topic.readUpTo();
    const begun = topic.after(10 * MS_PER_MINUTE).now;
    await topic.readUpTo();
    topic.isRefused = true;
    expect(await topic.after(MS_PER_MINUTE).clock.read()).toBeUndefined();
    topic.isRefused = false;
    await topic.after(MS_PER_MINUTE).readUpTo();
    expect((await topic.after(MS_PER_MINUTE).clock.read())?.outageSince(begun)).toBe(
      2 * MS_PER_MINUTE + GRACE,
    );
  });

  it('counts the time before its start as an outage since the last commit', async () => {
    const topic = new Topic([5, 5]);
    topic.storedAt = topic.now - 8 * MS_PER_MINUTE;
    await topic.readUpTo();
    topic.after(MS_PER_MINUTE);
    expect((await topic.clock.read())?.outageSince(0)).toBe(8 * MS_PER_MINUTE + GRACE);
  });

  it('never counts anything as read that was not', async () => {
    const step = fc.record({
      ms: fc.integer({ min: 1, max: MS_PER_MINUTE }),
      come: fc.integer({ min: 0, max: 5 }),
      read: fc.integer({ min: 0, max: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const topic = new Topic([0, 0]);
        const cameAt: number[] = [];
        for (const { ms, come, read } of steps) {
          topic.after(ms);
          for (let count = 0; count < come; count++) cameAt.push(topic.now - 1);
          topic.ends[0] = cameAt.length;
          const position = Math.min(cameAt.length, (topic.positions[0] ?? 0) + read);
          topic.positions[0] = position;
          const at = await topic.readUpTo();
          const unread = cameAt[position] ?? Number.POSITIVE_INFINITY;
          expect(at ?? 0).toBeLessThanOrEqual(unread);
        }
      }),
    );
  });
});
