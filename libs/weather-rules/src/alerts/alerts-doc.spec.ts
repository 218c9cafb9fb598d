import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { RULE_QUANTITIES } from '../derived/measure.ts';
import { ALERT_TRANSITIONS } from './alert.ts';

const doc = readFileSync(new URL('../../../../docs/alerts.md', import.meta.url), 'utf8');

/** The first cells of the table under a heading. */
function firstCells(heading: string): string[] {
  const [, section = ''] = doc.split(`# ${heading}\n`);
  const [own = ''] = section.split('\n#');
  return [...own.matchAll(/^\| `(\w+)`/gm)].map(([, cell = '']) => cell);
}

describe('docs/alerts.md', () => {
  it('names every quantity', () => {
    for (const quantity of RULE_QUANTITIES) expect(doc).toContain(`\`${quantity}\``);
  });

  it('explains every state in which an alert is stored', () => {
    const stored = Object.keys(ALERT_TRANSITIONS).filter((state) => state !== 'dropped');
    expect(firstCells('Alert states')).toEqual(stored);
  });
});
