import { describe, expect, it } from '@jest/globals';
import { LivenessMonitor } from './liveness-monitor.ts';

const MINUTE_MS = 60_000;
const LONG = 130_000;

function setUp(stuckAfterMs?: number) {
  const state = { now: 0, isUp: true };
  const monitor = new LivenessMonitor({
    ...(stuckAfterMs !== undefined && { stuckAfterMs }),
    servers: [state],
    now: () => state.now,
  });
  return { state, monitor, isOk: () => monitor.check().ok };
}

describe('LivenessMonitor of repeated turns', () => {
  it('is ok before the first turn, and while each task makes progress', () => {
    const { state, monitor, isOk } = setUp();
    expect(isOk()).toBe(true);
    for (let minute = 0; minute < 10; minute++) {
      state.now += MINUTE_MS;
      monitor.progressed('outbox');
      expect(isOk()).toBe(true);
    }
  });

  it('names the task that makes no progress, unless a server does not answer', () => {
    const { state, monitor, isOk } = setUp(3 * MINUTE_MS);
    monitor.progressed('outbox');
    monitor.progressed('receiver ops');
    state.now = 3 * MINUTE_MS;
    expect(isOk()).toBe(true);
    state.now = 4 * MINUTE_MS;
    monitor.progressed('outbox');
    expect(monitor.check()).toEqual({
      ok: false,
      detail: 'receiver ops has made no progress for 240 s',
    });
    state.isUp = false;
    expect(isOk()).toBe(true);
  });

  it('gives tasks their time again after an outage', () => {
    const { state, monitor, isOk } = setUp();
    monitor.progressed('outbox');
    state.isUp = false;
    state.now = LONG;
    expect(isOk()).toBe(true);
    state.isUp = true;
    expect(isOk()).toBe(true);
    state.now += LONG;
    expect(isOk()).toBe(false);
  });
});

describe('LivenessMonitor of work with an end', () => {
  it('is ok while nothing is in flight, and again when long work has ended', async () => {
    const { state, monitor, isOk } = setUp();
    expect(isOk()).toBe(true);
    await monitor.watch('partition 0', () => Promise.resolve((state.now = 10 * MINUTE_MS)));
    expect(isOk()).toBe(true);
  });

  it.each([
    ['is not ok when work makes no progress though the servers answer', true, false],
    ['is ok when work waits for a server: a restart would not help', false, true],
  ])('%s', async (_title, isUp, ok) => {
    const { state, monitor, isOk } = setUp();
    const work = Promise.withResolvers<undefined>();
    state.isUp = isUp;
    const watching = monitor.watch('partition 3', () => work.promise);
    state.now = 3 * MINUTE_MS;
    expect(isOk()).toBe(ok);
    work.resolve(undefined);
    await watching;
  });
});

describe('LivenessMonitor of a queue', () => {
  function setUpQueue() {
    const queue = { completed: 0, pending: 10 };
    const { state, monitor, isOk } = setUp();
    monitor.watchQueue('publishing', () => queue);
    const isOkAfter = (ms: number): boolean => {
      state.now += ms;
      return isOk();
    };
    return { state, queue, isOkAfter };
  }

  it('is not ok when items wait for minutes although the server answers', () => {
    const { isOkAfter } = setUpQueue();
    expect(isOkAfter(60_000)).toBe(true);
    expect(isOkAfter(60_001)).toBe(false);
  });

  it('is ok as long as something is completed', () => {
    const { queue, isOkAfter } = setUpQueue();
    queue.completed = 5;
    expect(isOkAfter(LONG)).toBe(true);
    queue.completed = 6;
    expect(isOkAfter(LONG)).toBe(true);
  });

  it('is ok while nothing waits or the server does not answer', () => {
    const { state, queue, isOkAfter } = setUpQueue();
    queue.pending = 0;
    expect(isOkAfter(LONG)).toBe(true);
    queue.pending = 10;
    state.isUp = false;
    expect(isOkAfter(LONG)).toBe(true);
  });
});
