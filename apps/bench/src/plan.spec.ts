import { describe, expect, it } from '@jest/globals';
import { createPlan } from './plan.ts';

const OPTIONS = { form: 'quick', rounds: undefined, only: undefined, profile: false, folder: '' } as const;

function namesIn(only: readonly string[] | undefined): Record<string, string[]> {
  const stages = createPlan({ ...OPTIONS, only });
  return Object.fromEntries(
    stages.map(({ name, entries }) => [name, entries.map(({ candidate }) => candidate.name)]),
  );
}

describe('createPlan', () => {
  it('selects whole stages and single candidates by name', () => {
    expect(Object.keys(namesIn(['produce']))).toEqual(['produce']);
    expect(namesIn(['consumer', 'bare-producer'])).toMatchObject({
      consume: ['consumer'],
      produce: ['bare-producer'],
    });
  });

  it('rejects an unknown name and lists the available ones', () => {
    expect(() => createPlan({ ...OPTIONS, only: ['consumers'] })).toThrow(
      /consumers; available: .*consumer,/,
    );
  });

  it('has growth stages in its full form only', () => {
    const names = createPlan({ ...OPTIONS, form: 'full' }).map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['stations', 'partitions', 'consumers', 'table', 'duplicates', 'invalid']),
    );
    expect(createPlan(OPTIONS).map(({ name }) => name)).not.toContain('stations');
  });

  it('runs the requested number of rounds', () => {
    const rounds = createPlan({ ...OPTIONS, rounds: 7 }).flatMap(({ entries }) =>
      entries.map((entry) => entry.rounds),
    );
    expect(new Set(rounds)).toEqual(new Set([7]));
  });
});
