import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Availability, silentLogger } from '@weather/service-runtime';
import type { WeatherDatabase } from '../weather-database.ts';
import { QueryRunner } from './query-runner.ts';

interface Query {
  readonly sql: string;
  readonly answer: (rows: object[]) => void;
  readonly fail: (error: Error) => void;
}

/** A database that answers when the test lets it. */
function openQueries() {
  const availability = new Availability('MySQL', silentLogger());
  const queries: Query[] = [];
  const execute = (sql: string) =>
    new Promise<object[]>((answer, fail) => queries.push({ sql, answer, fail }));
  const database = { availability, fork: () => ({ execute }) } as unknown as WeatherDatabase;
  return { availability, queries, database };
}

const OPTIONS = { maxConcurrent: 2, maxQueued: 1, timeoutMs: 60_000 };
const REFUSED = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const INTERRUPTED = Object.assign(new Error('max_statement_time exceeded'), { errno: 1969 });
const WRONG = Object.assign(new Error('syntax'), { errno: 1064 });

describe('QueryRunner', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('runs up to maxConcurrent queries, queues up to maxQueued more, and rejects the rest', async () => {
    const { database, queries } = openQueries();
    const runner = new QueryRunner(database, OPTIONS);
    const rows = ['a', 'b', 'c'].map((sql) => runner.select(sql));
    await expect(runner.select('d')).rejects.toMatchObject({ reason: 'overloaded' });
    expect(queries.map(({ sql }) => sql)).toEqual(['a', 'b']);
    queries[1]?.answer([{ b: 1 }]);
    expect(await rows[1]).toEqual([{ b: 1 }]);
    expect(queries.map(({ sql }) => sql)).toEqual(['a', 'b', 'c']);
    queries[0]?.answer([]);
    queries[2]?.answer([]);
    await Promise.all(rows);
    const next = [runner.select('e'), runner.select('f')];
    await Promise.resolve();
    expect(queries).toHaveLength(5);
    for (const { answer } of queries) answer([]);
    await Promise.all(next);
  });

  it.each([
    [REFUSED, { name: 'DatabaseUnavailableError', reason: 'unreachable' }, false],
    [INTERRUPTED, { name: 'DatabaseUnavailableError', reason: 'timeout' }, true],
    [WRONG, WRONG, true],
  ])('classifies the failure %s', async (error, expected, isUp) => {
    const { database, queries, availability } = openQueries();
    const runner = new QueryRunner(database, OPTIONS);
    const rows = runner.select('a');
    await Promise.resolve();
    queries[0]?.fail(error);
    await expect(rows).rejects.toMatchObject(expected);
    expect(availability.isUp).toBe(isUp);
  });

  it('the next result marks MySQL as up again', async () => {
    const { database, queries, availability } = openQueries();
    availability.down('connect ECONNREFUSED');
    const rows = new QueryRunner(database, OPTIONS).select('a');
    await Promise.resolve();
    queries[0]?.answer([]);
    await rows;
    expect(availability.isUp).toBe(true);
  });

  it('a query that is not answered in time is rejected, and keeps its slot until it is answered', async () => {
    jest.useFakeTimers();
    const { database, queries } = openQueries();
    const runner = new QueryRunner(database, { ...OPTIONS, maxConcurrent: 1, maxQueued: 0 });
    const rejection = expect(runner.select('a')).rejects.toMatchObject({ reason: 'timeout' });
    await jest.advanceTimersByTimeAsync(OPTIONS.timeoutMs);
    await rejection;
    await expect(runner.select('b')).rejects.toMatchObject({ reason: 'overloaded' });
    queries[0]?.answer([]);
    await jest.advanceTimersByTimeAsync(0);
    const rows = runner.select('c');
    await jest.advanceTimersByTimeAsync(0);
    queries[1]?.answer([{ c: 1 }]);
    expect(await rows).toEqual([{ c: 1 }]);
  });
});
