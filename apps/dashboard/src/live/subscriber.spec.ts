import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventRing } from './event-frame.ts';
import { MAX_BUFFERED_BYTES, Subscriber, type SubscriberConnection } from './subscriber.ts';

const KEPT = { events: 6, bytes: Number.POSITIVE_INFINITY };
/** Three events exceed the buffer. */
const EVENT_BYTES = MAX_BUFFERED_BYTES / 2;

/** A connection whose buffer drains only on request. */
class HeldConnection extends EventEmitter {
  readonly written: string[] = [];
  writableLength = 0;
  isDestroyed = false;

  write(frames: Buffer): boolean {
    this.written.push(...frames.toString().trim().split(/\s+/));
    this.writableLength += frames.length;
    return false;
  }

  end(): void {
    this.isDestroyed = true;
  }

  destroy(): void {
    this.isDestroyed = true;
  }

  drain(): void {
    if (this.writableLength === 0) return;
    this.writableLength = 0;
    this.emit('drain');
  }
}

/** Publishes events that consist of their number, padded; a catch-up event consists of its range of numbers. */
class Session {
  readonly ring = new EventRing(KEPT);
  readonly connection = new HeldConnection();
  readonly counts = { sent: 0, catchUpSent: 0 };
  subscriber: Subscriber | undefined;
  now = 0;

  join(next = this.ring.newest + 1): Subscriber {
    const { ring } = this;
    this.subscriber = new Subscriber(
      this.connection as unknown as SubscriberConnection,
      {
        get newest() {
          return ring.newest;
        },
        at: (number) => ring.at(number),
        catchUpFrom: (number) => Buffer.from(`${number}-${ring.newest} `),
      },
      next,
      {
        eventsSent: (events) => (this.counts.sent += events),
        catchUpSent: () => (this.counts.catchUpSent += 1),
      },
      () => this.now,
    );
    return this.subscriber;
  }

  publish(events = 1): void {
    const frames = Array.from({ length: events }, () => {
      const frame = Buffer.from(`${this.ring.newest + 1} `.padEnd(EVENT_BYTES));
      this.ring.push(frame);
      return frame;
    });
    this.subscriber?.deliver(Buffer.concat(frames));
  }
}

describe('a subscriber', () => {
  it('gets events as they are published', () => {
    const session = new Session();
    session.join();
    for (let event = 0; event < 10; event++) {
      session.publish();
      session.connection.drain();
    }
    expect(session.connection.written).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(session.counts).toEqual({ sent: 10, catchUpSent: 0 });
  });

  it('gets a catch-up event for what it missed after its buffer has drained', () => {
    const session = new Session();
    session.join();
    for (let event = 0; event < 8; event++) session.publish();
    expect(session.connection.written).toEqual(['1', '2', '3']);
    session.connection.drain();
    session.publish();
    expect(session.connection.written).toEqual(['1', '2', '3', '4-8', '9']);
    expect(session.counts).toEqual({ sent: 4, catchUpSent: 1 });
  });

  it('gets missed events after reconnecting, no faster than it reads them', () => {
    const session = new Session();
    session.publish(6);
    session.join(2);
    expect(session.connection.written).toEqual(['2', '3', '4']);
    session.connection.drain();
    session.publish();
    session.connection.drain();
    expect(session.connection.written).toEqual(['2', '3', '4', '5', '6', '7']);
  });

  it('knows for how long its buffer has not drained', () => {
    const session = new Session();
    const subscriber = session.join();
    expect(subscriber.blockedMs).toBe(0);
    session.publish();
    session.now = 5;
    session.publish();
    session.now = 7;
    expect(subscriber.blockedMs).toBe(7);
    session.connection.drain();
    expect(subscriber.blockedMs).toBe(0);
  });

  it('gets each event once and in order, or has it counted in a catch-up event', () => {
    const steps = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant('take' as const)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 }), fc.nat({ max: 8 }), steps, (before, missed, taken) => {
        const session = new Session();
        if (before > 0) session.publish(before);
        const first = Math.max(1, before + 1 - missed);
        session.join(first);
        for (const step of taken) {
          if (step === 'take') session.connection.drain();
          else session.publish(step);
          expect(session.connection.writableLength).toBeLessThan(MAX_BUFFERED_BYTES + 5 * EVENT_BYTES);
        }
        while (session.connection.writableLength > 0) session.connection.drain();
        const seen = session.connection.written.flatMap(numbersOf);
        const all = Array.from({ length: session.ring.newest - first + 1 }, (_, index) => first + index);
        expect(seen).toEqual(all);
      }),
    );
  });
});

/** Expands `3-5` to 3, 4 and 5. */
function numbersOf(written: string): number[] {
  const [from = 0, to = from] = written.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
