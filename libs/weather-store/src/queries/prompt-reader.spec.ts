import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Availability, silentLogger } from '@weather/service-runtime';
import type { WeatherDatabase } from '../weather-database.ts';
import { PromptReader } from './prompt-reader.ts';

interface Question {
  readonly sql: string;
  readonly answer: (rows: object[]) => void;
  readonly fail: (error: Error) => void;
}

/** A database that answers when the test says so. */
function openQuestions() {
  const availability = new Availability('MySQL', silentLogger());
  const questions: Question[] = [];
  const execute = (sql: string) =>
    new Promise<object[]>((answer, fail) => questions.push({ sql, answer, fail }));
  return { availability, questions, database: { availability, execute } as unknown as WeatherDatabase };
}

const OPTIONS = { atOnce: 2, waiting: 1, timeoutMs: 60_000 };
const REFUSED = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const INTERRUPTED = Object.assign(new Error('max_statement_time exceeded'), { errno: 1969 });
const WRONG = Object.assign(new Error('syntax'), { errno: 1064 });

describe('PromptReader', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks so many questions at once, lets the next wait, and refuses what is beyond', async () => {
    const { database, questions } = openQuestions();
    const reader = new PromptReader(database, OPTIONS);
    const rows = ['a', 'b', 'c'].map((sql) => reader.rows(sql));
    await expect(reader.rows('d')).rejects.toMatchObject({ reason: 'busy' });
    expect(questions.map(({ sql }) => sql)).toEqual(['a', 'b']);
    questions[1]?.answer([{ b: 1 }]);
    expect(await rows[1]).toEqual([{ b: 1 }]);
    expect(questions.map(({ sql }) => sql)).toEqual(['a', 'b', 'c']);
    questions[0]?.answer([]);
    questions[2]?.answer([]);
    await Promise.all(rows);
    const next = [reader.rows('e'), reader.rows('f')];
    await Promise.resolve();
    expect(questions).toHaveLength(5);
    for (const { answer } of questions) answer([]);
    await Promise.all(next);
  });

  it.each([
    [REFUSED, { name: 'DatabaseUnavailable', reason: 'away' }, false],
    [INTERRUPTED, { name: 'DatabaseUnavailable', reason: 'slow' }, true],
    [WRONG, WRONG, true],
  ])('tells what became of a question: %s', async (error, expected, isUp) => {
    const { database, questions, availability } = openQuestions();
    const reader = new PromptReader(database, OPTIONS);
    const rows = reader.rows('a');
    await Promise.resolve();
    questions[0]?.fail(error);
    await expect(rows).rejects.toMatchObject(expected);
    expect(availability.isUp).toBe(isUp);
  });

  it('knows from the next answer that MySQL is back', async () => {
    const { database, questions, availability } = openQuestions();
    availability.down('connect ECONNREFUSED');
    const rows = new PromptReader(database, OPTIONS).rows('a');
    await Promise.resolve();
    questions[0]?.answer([]);
    await rows;
    expect(availability.isUp).toBe(true);
  });

  it('gives up a question that is not answered, which keeps its place until it is', async () => {
    jest.useFakeTimers();
    const { database, questions } = openQuestions();
    const reader = new PromptReader(database, { ...OPTIONS, atOnce: 1, waiting: 0 });
    const given = expect(reader.rows('a')).rejects.toMatchObject({ reason: 'slow' });
    await jest.advanceTimersByTimeAsync(OPTIONS.timeoutMs);
    await given;
    await expect(reader.rows('b')).rejects.toMatchObject({ reason: 'busy' });
    questions[0]?.answer([]);
    await jest.advanceTimersByTimeAsync(0);
    const rows = reader.rows('c');
    await jest.advanceTimersByTimeAsync(0);
    questions[1]?.answer([{ c: 1 }]);
    expect(await rows).toEqual([{ c: 1 }]);
  });
});
