import { describe, expect, it } from '@jest/globals';
import { planOf } from './plan.ts';

const OPTIONS = { form: 'quick', rounds: undefined, only: undefined, profile: false, folder: '' } as const;

function namesIn(only: readonly string[] | undefined): Record<string, string[]> {
  const stages = planOf({ ...OPTIONS, only });
  return Object.fromEntries(
    stages.map(({ name, entries }) => [name, entries.map(({ contender }) => contender.name)]),
  );
}

describe('planOf', () => {
  it('takes whole stages and single contenders by their names', () => {
    expect(Object.keys(namesIn(['produce']))).toEqual(['produce']);
    expect(namesIn(['consumer', 'bare-producer'])).toMatchObject({
      consume: ['consumer'],
      produce: ['bare-producer'],
    });
  });

  it('refuses a name that is none, and says which there are', () => {
    expect(() => planOf({ ...OPTIONS, only: ['consumers'] })).toThrow(/consumers: there are .*consumer,/);
  });

  it('grows in its full form only', () => {
    const names = planOf({ ...OPTIONS, form: 'full' }).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['stations', 'partitions', 'consumers', 'table', 'repeats', 'bad']),
    );
    expect(planOf(OPTIONS).map(({ name }) => name)).not.toContain('stations');
  });

  it('measures as often as it is told', () => {
    const rounds = planOf({ ...OPTIONS, rounds: 7 }).flatMap(({ entries }) =>
      entries.map((entry) => entry.rounds),
    );
    expect(new Set(rounds)).toEqual(new Set([7]));
  });
});
