import { describe, expect, it } from '@jest/globals';
import { sessionStatements } from './session-statements.ts';

describe('sessionStatements', () => {
  it('ends no statement unless a time is given', () => {
    expect(sessionStatements(30_000).join()).not.toMatch(/max_/);
  });

  it('gives both servers the time, each in its own unit', () => {
    expect(sessionStatements(30_000, 5_500).at(-1)).toBe(
      'SET /*!80000 max_execution_time = 5500 */ /*M!100108 max_statement_time = 5.5 */',
    );
  });
});
