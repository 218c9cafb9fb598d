import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES } from '@weather/weather-schema';
import { QUANTITY_COLUMNS } from '../rows/reading-columns.ts';
import { ROLLUP_QUANTITIES, ROLLUP_COLUMNS } from './rollup-columns.ts';

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('ROLLUP_COLUMNS', () => {
  it('cover every quantity except the direction, which is part of the wind vector', () => {
    expect(QUANTITY_COLUMNS).toEqual(QUANTITY_NAMES.map(snakeCase));
    expect([...ROLLUP_QUANTITIES]).toEqual(QUANTITY_COLUMNS.filter((name) => name !== 'wind_direction'));
  });

  it('have unique names', () => {
    const names = ROLLUP_COLUMNS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are all explained in docs/rollups.md', () => {
    const docs = readFileSync(new URL('../../../../docs/rollups.md', import.meta.url), 'utf8');
    const explained = new Set([...docs.matchAll(/`([a-z_…]+)`/g)].map(([, name]) => name));
    const prefix = new RegExp(`^(${ROLLUP_QUANTITIES.join('|')})(?=_)`);
    const missing = ROLLUP_COLUMNS.map(({ name }) => name).filter(
      (name) => !explained.has(name) && !explained.has(name.replace(prefix, '…')),
    );
    expect(missing).toEqual([]);
  });
});
