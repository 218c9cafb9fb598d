import { describe, expect, it } from '@jest/globals';
import { Faults } from './faults.ts';

describe('Faults', () => {
  it('counts all and keeps the first of each kind', () => {
    const faults = new Faults(2);
    for (const place of ['a', 'b', 'c']) faults.add('reading-missing', { place });
    faults.add('counts-differ', { place: 'd' });
    expect(faults.list()).toEqual([
      { kind: 'counts-differ', count: 1, examples: [{ place: 'd' }] },
      { kind: 'reading-missing', count: 3, examples: [{ place: 'a' }, { place: 'b' }] },
    ]);
  });

  it('lets one example stand for many', () => {
    const faults = new Faults(2);
    faults.add('records-unread', { place: 'a' }, 500);
    expect(faults.list()).toEqual([{ kind: 'records-unread', count: 500, examples: [{ place: 'a' }] }]);
  });

  it('takes over faults of which some are named, or none', () => {
    const faults = new Faults(2);
    faults.addAll('alert-missing', 7, [{ stationId: 'a' }, { stationId: 'b' }]);
    faults.addAll('alert-extra', 0, []);
    expect(faults.list()).toMatchObject([{ kind: 'alert-missing', count: 7 }]);
    const none = new Faults(0);
    none.addAll('alert-wrong', 3, []);
    expect(none.list()).toEqual([{ kind: 'alert-wrong', count: 3, examples: [] }]);
  });
});
