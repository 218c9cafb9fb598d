import { describe, expect, it } from '@jest/globals';
import { ProgressMonitor } from './progress-monitor.ts';

const MINUTE_MS = 60_000;

describe('ProgressMonitor', () => {
  it('is well while nothing is in hand, and again when a long batch has ended', async () => {
    let now = 0;
    const monitor = new ProgressMonitor(
      () => true,
      () => now,
    );
    expect(monitor.check().ok).toBe(true);
    await monitor.watch(0, () => Promise.resolve((now = 10 * MINUTE_MS)));
    expect(monitor.check().ok).toBe(true);
  });

  it.each([
    ['is not well when a batch does not get on though the servers answer', true, false],
    ['is well when a batch waits for a server: a restart would not help', false, true],
  ])('%s', async (_title, serversAnswer, ok) => {
    let now = 0;
    const batch = Promise.withResolvers<undefined>();
    const monitor = new ProgressMonitor(
      () => serversAnswer,
      () => now,
    );
    const watching = monitor.watch(3, () => batch.promise);
    now = 3 * MINUTE_MS;
    expect(monitor.check().ok).toBe(ok);
    batch.resolve(undefined);
    await watching;
  });
});
