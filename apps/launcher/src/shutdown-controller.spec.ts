import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { ShutdownController } from './shutdown-controller.ts';

describe('ShutdownController', () => {
  it('ends the run on request without a failure', async () => {
    const shutdown = new ShutdownController(silentLogger());
    const requested = shutdown.whenRequested();
    shutdown.request('SIGTERM');
    await requested;
    expect(shutdown.failed).toBe(false);
  });

  it('ignores failures after a request', () => {
    const shutdown = new ShutdownController(silentLogger());
    shutdown.request('SIGTERM');
    shutdown.fail('consumer exited unexpectedly');
    expect(shutdown.failed).toBe(false);
  });

  it('stays failed when shutdown is requested afterwards', () => {
    const shutdown = new ShutdownController(silentLogger());
    shutdown.fail('consumer exited unexpectedly');
    shutdown.request('SIGTERM');
    expect([shutdown.failed, shutdown.signal.aborted]).toEqual([true, true]);
  });
});
