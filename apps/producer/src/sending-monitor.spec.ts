import { describe, expect, it } from '@jest/globals';
import { SendingMonitor } from './sending-monitor.ts';

function monitor(): {
  sending: { acknowledged: number; buffered: number; kafkaAnswers: boolean };
  after: (ms: number) => boolean;
} {
  const sending = { acknowledged: 0, buffered: 10, kafkaAnswers: true };
  let now = 0;
  const { check } = new SendingMonitor(
    () => sending,
    () => now,
  );
  const after = (ms: number): boolean => {
    now += ms;
    return check().ok;
  };
  return { sending, after };
}

const LONG = 130_000;

describe('SendingMonitor', () => {
  it('finds the producer stuck when readings wait for minutes although Kafka answers', () => {
    const { after } = monitor();
    expect(after(60_000)).toBe(true);
    expect(after(60_001)).toBe(false);
  });

  it('finds it well as long as something is acknowledged', () => {
    const { sending, after } = monitor();
    sending.acknowledged = 5;
    expect(after(LONG)).toBe(true);
    sending.acknowledged = 6;
    expect(after(LONG)).toBe(true);
  });

  it('does not blame the producer when nothing waits, or Kafka is away', () => {
    const { sending, after } = monitor();
    sending.buffered = 0;
    expect(after(LONG)).toBe(true);
    sending.buffered = 10;
    sending.kafkaAnswers = false;
    expect(after(LONG)).toBe(true);
  });
});
