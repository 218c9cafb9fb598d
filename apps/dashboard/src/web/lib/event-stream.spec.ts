import { describe, expect, it } from '@jest/globals';
import type { LiveEvents } from '../../contract/events.ts';
import { EventStream, type EventHandlers } from './event-stream.ts';

class FakeSource extends EventTarget {
  readonly CONNECTING = 0;
  readonly CLOSED = 2;
  readyState = 1;

  close(): void {
    this.readyState = this.CLOSED;
  }

  emit<Name extends keyof LiveEvents>(name: Name, data: LiveEvents[Name]): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }

  fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }
}

function openStream() {
  const seen: string[] = [];
  const sources: FakeSource[] = [];
  let waiting: { readonly delayMs: number; readonly call: () => void } | undefined;
  const note = (name: string) => (data: unknown) => void seen.push(`${name} ${JSON.stringify(data)}`);
  const handlers: EventHandlers = {
    connected: note('connected'),
    readings: note('readings'),
    alerts: note('alerts'),
    pipeline: note('pipeline'),
    'dead-letters': note('dead-letters'),
    'catch-up': note('catch-up'),
  };
  new EventStream({
    open: () => {
      const source = new FakeSource();
      sources.push(source);
      return source as unknown as EventSource;
    },
    handlers,
    onDisconnect: () => void seen.push('away'),
    after: (delayMs, call) => {
      waiting = { delayMs, call };
      return () => (waiting = undefined);
    },
  }).open();
  return {
    seen,
    sources,
    isWaiting: () => waiting !== undefined,
    pass: () => waiting?.call(),
    last: () => {
      const source = sources.at(-1);
      if (!source) throw new Error('nothing was opened');
      return source;
    },
  };
}

describe('the stream of events', () => {
  it('calls the handler of each event', () => {
    const { seen, last } = openStream();
    last().emit('connected', { resumed: false });
    last().emit('readings', { readings: [['paris', 1, 21.5]], dropped: 0 });
    expect(seen).toEqual([
      'connected {"resumed":false}',
      'readings {"readings":[["paris",1,21.5]],"dropped":0}',
    ]);
  });

  it('lets the source reconnect by itself, since it knows the last event', () => {
    const { seen, sources, last, isWaiting } = openStream();
    last().fail(last().CONNECTING);
    expect(seen).toEqual(['away']);
    expect(isWaiting()).toBe(false);
    expect(sources).toHaveLength(1);
  });

  it('opens a new source after an error response', () => {
    const { sources, last, pass } = openStream();
    last().fail(last().CLOSED);
    pass();
    expect(sources).toHaveLength(2);
  });

  it('replaces a source that has become silent', () => {
    const { seen, sources, last, pass } = openStream();
    last().dispatchEvent(new Event('open'));
    pass();
    expect(seen).toEqual(['away']);
    expect(sources.map(({ readyState }) => readyState)).toEqual([2, 1]);
  });
});
