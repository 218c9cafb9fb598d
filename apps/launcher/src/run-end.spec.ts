import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { RunEnd } from './run-end.ts';

describe('RunEnd', () => {
  it('is reached by a request, which is no failure', async () => {
    const end = new RunEnd(silentLogger());
    const reached = end.reached();
    end.request('SIGTERM');
    await reached;
    expect(end.failed).toBe(false);
  });

  it('takes what fails after the end for a part of it', () => {
    const end = new RunEnd(silentLogger());
    end.request('SIGTERM');
    end.fail('the consumer has ended');
    expect(end.failed).toBe(false);
  });

  it('stays failed when the end is asked for afterwards', () => {
    const end = new RunEnd(silentLogger());
    end.fail('the consumer has ended');
    end.request('SIGTERM');
    expect([end.failed, end.signal.aborted]).toEqual([true, true]);
  });
});
