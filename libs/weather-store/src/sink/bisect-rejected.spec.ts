import { describe, expect, it } from '@jest/globals';
import type { Reading } from '@weather/weather-schema';
import fc from 'fast-check';
import { bisectInTransactions } from './bisect-rejected.ts';

const readings = (count: number): Reading[] =>
  Array.from({ length: count }, (_, index) => ({ stationId: `s-${index}`, observedAt: index }));
const indexesOf = (some: readonly Reading[]): number[] => some.map(({ observedAt }) => observedAt);

describe('bisectInTransactions', () => {
  it('finds exactly the readings that are rejected each by itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (isBad) => {
        const found = await bisectInTransactions(readings(isBad.length), (some) => {
          const bad = indexesOf(some).filter((index) => isBad[index]);
          return Promise.resolve(bad.length > 0 ? 'rejected' : undefined);
        });
        const rejected = indexesOf(found.map(({ reading }) => reading));
        expect(rejected).toEqual(indexesOf(readings(isBad.length)).filter((index) => isBad[index]));
      }),
    );
  });

  it('finds the reading that completes a combination of several that is rejected', async () => {
    const found = await bisectInTransactions(readings(9), (some) =>
      Promise.resolve(some.filter(({ observedAt }) => observedAt % 3 === 1).length > 2 ? 'three' : undefined),
    );
    expect(found).toEqual([{ reading: { stationId: 's-7', observedAt: 7 }, message: 'three' }]);
  });

  it('finds none if the database rejects a batch without readings as well', async () => {
    await expect(bisectInTransactions(readings(2), () => Promise.resolve('no'))).resolves.toEqual([]);
  });
});
