import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseSettingsTable, formatSettingsTable } from '@weather/service-runtime/testing';
import { CLI_SECTIONS, QuietLoggingConfig } from './cli-config.ts';
import { USAGE } from './usage.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

describe('README.md', () => {
  it('lists every setting with its default and its meaning, as --help does', () => {
    expect(parseSettingsTable(README)).toEqual(formatSettingsTable(CLI_SECTIONS, QuietLoggingConfig));
  });

  it('shows the usage that --help shows', () => {
    expect(README).toContain(USAGE);
  });
});
