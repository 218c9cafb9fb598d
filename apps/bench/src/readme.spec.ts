import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { USAGE } from './bench-options.ts';
import { createPlan } from './plan.ts';

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

describe('README', () => {
  it('contains the help text', () => {
    expect(README).toContain(`\`\`\`\n${USAGE}\n\`\`\``);
  });

  it('names every stage', () => {
    const stages = createPlan({
      form: 'full',
      rounds: undefined,
      only: undefined,
      profile: false,
      folder: '',
    });
    for (const { name } of stages) expect(README).toContain(`\`${name}\``);
  });
});
