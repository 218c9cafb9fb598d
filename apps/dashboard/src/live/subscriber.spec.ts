import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventRing } from './event-frame.ts';
import { MAX_BUFFERED_BYTES, Subscriber, type SubscriberConnection } from './subscriber.ts';

const KEPT = { events: 6, bytes: Number.POSITIVE_INFINITY };
/** So that three of them are too many to wait. */
const EVENT_BYTES = MAX_BUFFERED_BYTES / 2;

/** A connection that takes what was written only when it is told to. */
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

  takeAll(): void {
    if (this.writableLength === 0) return;
    this.writableLength = 0;
    this.emit('drain');
  }
}

/** Events that are their number, with spaces up to some length; a summary says from which number to which it stands. */
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

describe('a viewer', () => {
  it('that takes its events gets them as they come', () => {
    const session = new Session();
    session.join();
    for (let event = 0; event < 10; event++) {
      session.publish();
      session.connection.takeAll();
    }
    expect(session.connection.written).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    expect(session.counts).toEqual({ sent: 10, catchUpSent: 0 });
  });

  it('that does not keep up gets a summary of what it has missed when it has taken the rest', () => {
    const session = new Session();
    session.join();
    for (let event = 0; event < 8; event++) session.publish();
    expect(session.connection.written).toEqual(['1', '2', '3']);
    session.connection.takeAll();
    session.publish();
    expect(session.connection.written).toEqual(['1', '2', '3', '4-8', '9']);
    expect(session.counts).toEqual({ sent: 4, catchUpSent: 1 });
  });

  it('that comes back gets what it has missed, no faster than it takes it', () => {
    const session = new Session();
    session.publish(6);
    session.join(2);
    expect(session.connection.written).toEqual(['2', '3', '4']);
    session.connection.takeAll();
    session.publish();
    session.connection.takeAll();
    expect(session.connection.written).toEqual(['2', '3', '4', '5', '6', '7']);
  });

  it('says for how long it has not taken what it was sent', () => {
    const session = new Session();
    const subscriber = session.join();
    expect(subscriber.blockedMs).toBe(0);
    session.publish();
    session.now = 5;
    session.publish();
    session.now = 7;
    expect(subscriber.blockedMs).toBe(7);
    session.connection.takeAll();
    expect(subscriber.blockedMs).toBe(0);
  });

  it('gets each event once and in order, or has it counted in a summary, however it takes them', () => {
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
          if (step === 'take') session.connection.takeAll();
          else session.publish(step);
          expect(session.connection.writableLength).toBeLessThan(MAX_BUFFERED_BYTES + 5 * EVENT_BYTES);
        }
        while (session.connection.writableLength > 0) session.connection.takeAll();
        const seen = session.connection.written.flatMap(numbersOf);
        const all = Array.from({ length: session.ring.newest - first + 1 }, (_, index) => first + index);
        expect(seen).toEqual(all);
      }),
    );
  });
});

/** `3-5` stands for 3, 4 and 5. */
function numbersOf(written: string): number[] {
  const [from = 0, to = from] = written.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
