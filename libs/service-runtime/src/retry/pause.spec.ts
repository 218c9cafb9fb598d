import { describe, expect, it } from '@jest/globals';
import { pause } from './pause.ts';

describe('pause', () => {
  it('ends with the signal', async () => {
    const stop = new AbortController();
    const pausing = pause(1_000_000, stop.signal);
    stop.abort();
    await expect(pausing).resolves.toBeUndefined();
  });
});
