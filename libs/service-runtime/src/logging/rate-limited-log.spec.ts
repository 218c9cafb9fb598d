import { describe, expect, it } from '@jest/globals';
import { RateLimitedLog } from './rate-limited-log.ts';

function burstLog(limitPerPeriod: number): {
  log: RateLimitedLog;
  lines: string[];
  advance: (ms: number) => void;
} {
  const lines: string[] = [];
  let now = 0;
  const log = new RateLimitedLog({
    limitPerPeriod,
    now: () => now,
    each: (line) => lines.push(line),
    summary: (total, inFull) => lines.push(`${total - inFull} more of ${total}`),
  });
  return { log, lines, advance: (ms) => (now += ms) };
}

describe('RateLimitedLog', () => {
  it('writes events in full while they are few', () => {
    const { log, lines, advance } = burstLog(2);
    log.add(1, () => 'a');
    log.add(1, () => 'b');
    advance(1000);
    log.add(1, () => 'c');
    log.close();
    expect(lines).toEqual(['a', 'b', 'c']);
  });

  it('sums up what is over the limit of a period, and starts again in the next', () => {
    const { log, lines, advance } = burstLog(2);
    log.add(5, (index) => `event ${index}`);
    log.add(3, () => 'never written');
    advance(1000);
    log.add(1, () => 'next');
    log.close();
    expect(lines).toEqual(['event 0', 'event 1', '6 more of 8', 'next']);
  });

  it('does not describe what it does not write', () => {
    const { log } = burstLog(1);
    const described: number[] = [];
    log.add(1000, (index) => String(described.push(index)));
    log.close();
    expect(described).toEqual([0]);
  });

  it('words events and summaries by its title', () => {
    const lines: string[] = [];
    const log = RateLimitedLog.titled('Alert', (line) => lines.push(line));
    log.add(7, String);
    log.close();
    expect(lines).toEqual([
      'Alert: 0',
      'Alert: 1',
      'Alert: 2',
      'Alert: 3',
      'Alert: 4',
      'Alert ×2 more in this second',
    ]);
  });

  it('writes nothing for no events', () => {
    const { log, lines } = burstLog(2);
    log.add(0, () => 'a');
    log.close();
    expect(lines).toEqual([]);
  });
});
