import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadRules } from './load-rules.ts';

describe('loadRules', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'rules-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function load(text: string): unknown {
    const alertRulesPath = join(folder, 'rules.yaml');
    writeFileSync(alertRulesPath, text);
    return loadRules({ alertRulesPath, alertThresholdCelsius: 30 });
  }

  it('gives the one rule of the threshold where there is no file', () => {
    const { rules } = loadRules({ alertThresholdCelsius: 28 });
    expect(rules).toEqual([expect.objectContaining({ name: 'high-temperature', threshold: 28 })]);
  });

  it('reads the rules of a file', () => {
    expect(load('rules: [{ name: frost, quantity: temperature, below: 0 }]')).toMatchObject({
      rules: [{ name: 'frost', threshold: 0 }],
    });
  });

  it('names the setting, the file and every fault of what is not right', () => {
    expect(() => load('rules: [{ name: "A", quantity: heat, above: 1 }]')).toThrow(
      /ALERT_RULES_PATH=".*rules.yaml": rules\[0\].name.*\n.*ALERT_RULES_PATH=.*rules\[0\].quantity/,
    );
    expect(() => loadRules({ alertRulesPath: join(folder, 'none'), alertThresholdCelsius: 30 })).toThrow(
      /ALERT_RULES_PATH=".*none": cannot be read/,
    );
  });
});
