import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { listProperties } from '@weather/service-runtime';
import { defaultRules } from '@weather/weather-rules';
import { parseRules } from './load-rules.ts';
import { ChangeEntry, RuleFileEntry } from './rules-file.ts';

const DEFAULT_THRESHOLD = 30;
const doc = readFileSync(new URL('../../../../docs/alerts.md', import.meta.url), 'utf8');
const examples = [...doc.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml = '']) => yaml);

/** The first cells of the table under a heading. */
function firstCells(heading: string): string[] {
  const [, section = ''] = doc.split(`# ${heading}\n`);
  const [own = ''] = section.split('\n#');
  return [...own.matchAll(/^\| `(\w+)`/gm)].map(([, cell = '']) => cell);
}

describe('docs/alerts.md', () => {
  it('shows rules files that can be used', () => {
    const [, whole = ''] = examples
      .map((yaml) => parseRules(yaml))
      .map(({ rules }) => rules.map(({ name }) => name));
    expect(whole).toEqual(['heat', 'dangerous-heat', 'storm-coming', 'no-readings']);
    expect(examples).toHaveLength(2);
  });

  it('shows the default as it is', () => {
    expect(parseRules(examples[0] ?? '')).toEqual(defaultRules(DEFAULT_THRESHOLD));
  });

  it('lists every field of a rule and of a change', () => {
    expect(firstCells('A rule')).toEqual(listProperties(RuleFileEntry));
    expect(firstCells('Changes')).toEqual(listProperties(ChangeEntry));
  });
});
