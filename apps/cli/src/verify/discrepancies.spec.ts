import { describe, expect, it } from '@jest/globals';
import { Discrepancies } from './discrepancies.ts';

describe('Discrepancies', () => {
  it('counts all and keeps the first of each kind', () => {
    const discrepancies = new Discrepancies(2);
    for (const place of ['a', 'b', 'c']) discrepancies.add('reading-missing', { place });
    discrepancies.add('counts-differ', { place: 'd' });
    expect(discrepancies.list()).toEqual([
      { kind: 'counts-differ', count: 1, examples: [{ place: 'd' }] },
      { kind: 'reading-missing', count: 3, examples: [{ place: 'a' }, { place: 'b' }] },
    ]);
  });

  it('lets one example stand for many', () => {
    const discrepancies = new Discrepancies(2);
    discrepancies.add('records-unread', { place: 'a' }, 500);
    expect(discrepancies.list()).toEqual([
      { kind: 'records-unread', count: 500, examples: [{ place: 'a' }] },
    ]);
  });

  it('adds discrepancies with examples of some of them, or none', () => {
    const discrepancies = new Discrepancies(2);
    discrepancies.addAll('exceedance-missing', 7, [{ stationId: 'a' }, { stationId: 'b' }]);
    discrepancies.addAll('exceedance-extra', 0, []);
    expect(discrepancies.list()).toMatchObject([{ kind: 'exceedance-missing', count: 7 }]);
    const none = new Discrepancies(0);
    none.addAll('exceedance-wrong', 3, []);
    expect(none.list()).toEqual([{ kind: 'exceedance-wrong', count: 3, examples: [] }]);
  });
});
