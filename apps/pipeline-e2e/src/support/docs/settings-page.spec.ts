import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatSettingsPage } from './settings-page.ts';

/** The cells of the tables and the other lines, without the alignment that Prettier adds. */
function normalise(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => !/^\|[ |-]+\|$/.test(line))
    .map((line) => line.replaceAll(/ +/g, ' '));
}

describe('docs/settings.md', () => {
  it('lists every setting in the READMEs of the apps once', () => {
    const page = readFileSync(new URL('../../../../../docs/settings.md', import.meta.url), 'utf8');
    expect(normalise(page)).toEqual(normalise(formatSettingsPage()));
    const names = [...page.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['KAFKA_BROKERS', 'MYSQL_HOST', 'LOG_LEVEL']));
  });
});
