import { describe, expect, it } from '@jest/globals';
import { goalResults } from './goals.ts';
import { runOf } from './sample-runs.ts';
import { summarise } from './summary.ts';

describe('summarise', () => {
  it('takes the medians of the runs of a contender, and their range', () => {
    const runs = [
      runOf('consume', 'consumer', { events: 1_000, seconds: 1, cpu: 2 }),
      runOf('consume', 'bare-loop', { events: 500, seconds: 1, cpu: 1 }),
      runOf('consume', 'consumer', { events: 1_000, seconds: 4, cpu: 4 }),
      runOf('consume', 'consumer', { events: 1_000, seconds: 2, cpu: 3 }),
    ];
    const [consumer, bareLoop] = summarise(runs);
    expect(consumer).toMatchObject({
      contender: 'consumer',
      runs: 3,
      rate: 500,
      slowest: 250,
      fastest: 1_000,
      complete: true,
      latency: undefined,
    });
    expect(consumer?.cpuPerMillion.contender).toBe(3_000);
    expect(consumer?.cores.contender).toBe(1.5);
    expect(bareLoop?.rate).toBe(500);
  });

  it('is incomplete when one run was', () => {
    const runs = [runOf('consume', 'consumer'), runOf('consume', 'consumer', { complete: false })];
    expect(summarise(runs)[0]?.complete).toBe(false);
  });

  it('takes the median of each percentile', () => {
    const latencies = [1, 9, 5].map((p50) => ({ p50, p99: p50 * 2, max: p50 * 3 }));
    const runs = latencies.map((latency) => runOf('latency', 'consumer-at-1000', { latency }));
    expect(summarise(runs)[0]?.latency).toEqual({ p50: 5, p99: 10, max: 15 });
  });
});

describe('goalResults', () => {
  const wanted = { what: 'it', of: 'consume a', against: 'consume b' } as const;
  const summaries = summarise([
    runOf('consume', 'a', { events: 900, cpu: 0.2 }),
    runOf('consume', 'b', { events: 1_000, cpu: 1 }),
  ]);

  it('wants at least the ratio of a rate', () => {
    const results = goalResults(summaries, [
      { ...wanted, figure: 'rate', limit: 0.9 },
      { ...wanted, figure: 'rate', limit: 0.95 },
    ]);
    expect(results.map(({ reached, holds }) => [reached, holds])).toEqual([
      [0.9, true],
      [0.9, false],
    ]);
  });

  it('wants at most the ratio of what is used', () => {
    const [result] = goalResults(summaries, [{ ...wanted, figure: 'cpu', limit: 0.25 }]);
    expect(result?.reached).toBeCloseTo(0.2 / 0.9);
    expect(result?.holds).toBe(true);
  });

  it('wants at most a latency for itself', () => {
    const latency = { p50: 3, p99: 12, max: 40 };
    const measured = summarise([runOf('latency', 'a', { latency })]);
    const alone = { what: 'it', figure: 'p99', of: 'latency a', against: undefined } as const;
    const results = goalResults(measured, [
      { ...alone, limit: 12 },
      { ...alone, limit: 11 },
    ]);
    expect(results.map(({ reached, holds }) => [reached, holds])).toEqual([
      [12, true],
      [12, false],
    ]);
  });

  it('says nothing of what was not measured', () => {
    expect(goalResults(summaries, [{ ...wanted, against: 'consume c', figure: 'rate', limit: 1 }])).toEqual(
      [],
    );
  });
});
