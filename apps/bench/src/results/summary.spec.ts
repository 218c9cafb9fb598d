import { describe, expect, it } from '@jest/globals';
import { evaluateGoals } from './goals.ts';
import { createRun } from '../testing/sample-runs.ts';
import { summarize } from './summary.ts';

describe('summarize', () => {
  it('has the medians of the runs of a candidate, and their range', () => {
    const runs = [
      createRun('consume', 'consumer', { events: 1_000, seconds: 1, cpu: 2 }),
      createRun('consume', 'bare-loop', { events: 500, seconds: 1, cpu: 1 }),
      createRun('consume', 'consumer', { events: 1_000, seconds: 4, cpu: 4 }),
      createRun('consume', 'consumer', { events: 1_000, seconds: 2, cpu: 3 }),
    ];
    const [consumer, bareLoop] = summarize(runs);
    expect(consumer).toMatchObject({
      candidate: 'consumer',
      runs: 3,
      rate: 500,
      slowest: 250,
      fastest: 1_000,
      complete: true,
      latency: undefined,
    });
    expect(consumer?.cpuPerMillion.candidate).toBe(3_000);
    expect(consumer?.cores.candidate).toBe(1.5);
    expect(bareLoop?.rate).toBe(500);
  });

  it('is incomplete when one run is', () => {
    const runs = [createRun('consume', 'consumer'), createRun('consume', 'consumer', { complete: false })];
    expect(summarize(runs)[0]?.complete).toBe(false);
  });

  it('has the median of each percentile', () => {
    const latencies = [1, 9, 5].map((p50) => ({ p50, p99: p50 * 2, max: p50 * 3 }));
    const runs = latencies.map((latency) => createRun('latency', 'consumer-at-1000', { latency }));
    expect(summarize(runs)[0]?.latency).toEqual({ p50: 5, p99: 10, max: 15 });
  });
});

describe('evaluateGoals', () => {
  const wanted = { what: 'it', stage: 'consume', candidate: 'a', against: 'b' } as const;
  const summaries = summarize([
    createRun('consume', 'a', { events: 900, cpu: 0.2 }),
    createRun('consume', 'b', { events: 1_000, cpu: 1 }),
  ]);

  it('requires at least the target ratio of a rate', () => {
    const results = evaluateGoals(summaries, [
      { ...wanted, figure: 'rate', limit: 0.9 },
      { ...wanted, figure: 'rate', limit: 0.95 },
    ]);
    expect(results.map(({ actual, met }) => [actual, met])).toEqual([
      [0.9, true],
      [0.9, false],
    ]);
  });

  it('requires at most the target ratio of resources', () => {
    const [result] = evaluateGoals(summaries, [{ ...wanted, figure: 'cpu', limit: 0.25 }]);
    expect(result?.actual).toBeCloseTo(0.2 / 0.9);
    expect(result?.met).toBe(true);
  });

  it('requires at most the target latency', () => {
    const latency = { p50: 3, p99: 12, max: 40 };
    const measured = summarize([createRun('latency', 'a', { latency })]);
    const alone = {
      what: 'it',
      figure: 'p99',
      stage: 'latency',
      candidate: 'a',
      against: undefined,
    } as const;
    const results = evaluateGoals(measured, [
      { ...alone, limit: 12 },
      { ...alone, limit: 11 },
    ]);
    expect(results.map(({ actual, met }) => [actual, met])).toEqual([
      [12, true],
      [12, false],
    ]);
  });

  it('omits goals that were not measured', () => {
    expect(evaluateGoals(summaries, [{ ...wanted, against: 'c', figure: 'rate', limit: 1 }])).toEqual([]);
  });
});
