import { describe, expect, it } from '@jest/globals';
import { ExitError } from '@weather/service-runtime';
import fc from 'fast-check';
import { ConsumerConfig } from './consumer-config.ts';
import { createDeadLetterLimit, DeadLetterLimit, EXIT_DEAD_LETTER_LIMIT } from './dead-letter-limit.ts';

const WINDOW = 10;

/** Adds records to the limit, in transactions of some; true is a dead letter. */
function add(limit: DeadLetterLimit, ...transactions: readonly (readonly boolean[])[]): void {
  for (const records of transactions) {
    const offsets = records.map((_, offset) => offset);
    const deadLettered = new Set(offsets.filter((offset) => records[offset]));
    limit.add({ topic: 'weather_data', partition: 2, offsets, deadLettered });
  }
}

const valid = (count: number): boolean[] => Array<boolean>(count).fill(false);
const invalid = (count: number): boolean[] => Array<boolean>(count).fill(true);

describe('DeadLetterLimit', () => {
  it('is exceeded by more dead letters than its share of the window, not by as many', () => {
    const limit = new DeadLetterLimit(50, WINDOW);
    add(limit, invalid(5));
    expect(() => add(limit, invalid(1))).toThrow(ExitError);
  });

  it('counts missing records of the window as valid', () => {
    expect(() => add(new DeadLetterLimit(50, WINDOW), invalid(5))).not.toThrow();
    expect(() => add(new DeadLetterLimit(50, WINDOW), valid(3), invalid(6))).toThrow(ExitError);
  });

  it('forgets records that are older than the window', () => {
    const limit = new DeadLetterLimit(50, WINDOW);
    expect(() =>
      add(
        limit,
        ...Array<boolean[][]>(20)
          .fill([invalid(5), valid(5)])
          .flat(),
      ),
    ).not.toThrow();
  });

  it('notices an excess in the middle of a transaction that ends with valid records', () => {
    expect(() => add(new DeadLetterLimit(50, WINDOW), [...invalid(6), ...valid(50)])).toThrow(ExitError);
  });

  it('reports what happened, where, and what to do, with its own exit code', () => {
    const exceed = (): void => add(new DeadLetterLimit(20, WINDOW), [...valid(4), ...invalid(3)]);
    expect(exceed).toThrow(expect.objectContaining({ exitCode: EXIT_DEAD_LETTER_LIMIT }));
    expect(exceed).toThrow(
      /more than 20 % of the last 10 records are invalid .*weather_data\/2\/6.*Fix the producer/,
    );
  });

  it('is exceeded exactly when some run of the last records has too many dead letters', () => {
    const transactions = fc.array(fc.array(fc.boolean(), { maxLength: 30 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        transactions,
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 20 }),
        (records, percent, window) => {
          const limit = new DeadLetterLimit(percent, window);
          const all = records.flat();
          const isExceeded = all.some((_, end) => {
            const last = all.slice(Math.max(0, end + 1 - window), end + 1);
            return last.filter(Boolean).length * 100 > window * percent;
          });
          const run = (): void => add(limit, ...records);
          if (isExceeded) expect(run).toThrow(ExitError);
          else expect(run).not.toThrow();
        },
      ),
    );
  });

  it('is off by default', () => {
    expect(createDeadLetterLimit(new ConsumerConfig())).toBeUndefined();
    const config = Object.assign(new ConsumerConfig(), { deadLetterLimitPercent: 10 });
    expect(createDeadLetterLimit(config)).toBeInstanceOf(DeadLetterLimit);
  });
});
