import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { QUANTITY_NAMES } from '@weather/weather-schema';
import { QUANTITY_COLUMNS } from '../rows/reading-columns.ts';
import { SUMMARISED, SUMMARY_COLUMNS } from './summary-columns.ts';

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

describe('SUMMARY_COLUMNS', () => {
  it('has every quantity but the direction, which is in the wind vector', () => {
    expect(QUANTITY_COLUMNS).toEqual(QUANTITY_NAMES.map(snakeCase));
    expect([...SUMMARISED]).toEqual(QUANTITY_COLUMNS.filter((name) => name !== 'wind_direction'));
  });

  it('has a name for each column, once', () => {
    const names = SUMMARY_COLUMNS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('is what docs/summaries.md explains', () => {
    const docs = readFileSync(new URL('../../../../docs/summaries.md', import.meta.url), 'utf8');
    const explained = new Set([...docs.matchAll(/`([a-z_…]+)`/g)].map(([, name]) => name));
    const prefix = new RegExp(`^(${SUMMARISED.join('|')})(?=_)`);
    const missing = SUMMARY_COLUMNS.map(({ name }) => name).filter(
      (name) => !explained.has(name) && !explained.has(name.replace(prefix, '…')),
    );
    expect(missing).toEqual([]);
  });
});
