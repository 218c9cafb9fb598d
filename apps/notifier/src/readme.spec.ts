import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseSettingsTable, formatSettingsTable } from '@weather/service-runtime/testing';
import { NOTIFIER_SECTIONS } from './notifier-config.ts';

describe('README.md', () => {
  it('lists every setting with its default and its meaning, as --help does', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(parseSettingsTable(readme)).toEqual(formatSettingsTable(NOTIFIER_SECTIONS));
  });
});
