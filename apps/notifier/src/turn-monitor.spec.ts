import { describe, expect, it } from '@jest/globals';
import { TurnMonitor } from './turn-monitor.ts';

const MINUTE_MS = 60_000;

describe('TurnMonitor', () => {
  it('is content before the first turn, and while each loop turns', () => {
    let now = 0;
    const monitor = new TurnMonitor(
      () => true,
      () => now,
    );
    expect(monitor.check().ok).toBe(true);
    for (let minute = 0; minute < 10; minute++) {
      now += MINUTE_MS;
      monitor.turn('outbox');
      expect(monitor.check().ok).toBe(true);
    }
  });

  it('names the loop that does not turn, unless the database is away', () => {
    let now = 0;
    let answers = true;
    const monitor = new TurnMonitor(
      () => answers,
      () => now,
    );
    monitor.turn('outbox');
    monitor.turn('receiver ops');
    now = 4 * MINUTE_MS;
    monitor.turn('outbox');
    expect(monitor.check()).toEqual({ ok: false, detail: 'receiver ops has not got on for 240 s' });
    answers = false;
    expect(monitor.check().ok).toBe(true);
  });
});
