import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { findAnchors } from '../../support/docs/markdown-links.ts';
import { readAlertRules, PROMETHEUS_FOLDER, readText } from '../../support/observability/alert-rules.ts';
import { hasPromtool } from '../../support/observability/promtool.ts';

interface RuleTests {
  readonly tests: readonly { readonly alert_rule_test: readonly AlertTest[] }[];
}

interface AlertTest {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}

describe('an alerting rule', () => {
  const rules = readAlertRules();

  it('has a unique name', () => {
    const names = rules.map(({ alert }) => alert);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(rules)(
    '$alert has a severity, a summary, a description and a runbook',
    ({ labels, annotations }) => {
      expect(['critical', 'warning']).toContain(labels['severity']);
      expect(Object.keys(annotations)).toEqual(['summary', 'description', 'runbook']);
    },
  );

  it.each(rules)('$alert has a section in its runbook', ({ alert, annotations }) => {
    const [document = '', anchor] = (annotations['runbook'] ?? '').split('#');
    expect(findAnchors(readText(document))).toContain(anchor);
    expect(anchor).toBe(alert.toLowerCase());
  });

  it.each(rules)('$alert has a test in which it fires and one in which it does not', ({ alert }) => {
    const { tests } = parse(readText('docker/prometheus/alerts.test.yml')) as RuleTests;
    const expectations = tests
      .flatMap(({ alert_rule_test }) => alert_rule_test)
      .filter(({ alertname }) => alertname === alert)
      .map(({ exp_alerts }) => exp_alerts.length > 0);
    expect(new Set(expectations)).toEqual(new Set([true, false]));
  });
});

(hasPromtool() ? describe : describe.skip)('promtool', () => {
  it.each([
    ['check', 'config', '--syntax-only', 'prometheus.yml'],
    ['check', 'rules', '--lint-fatal', 'alerts.yml'],
    ['test', 'rules', 'alerts.test.yml'],
  ])('%s %s finds no problem', (...args) => {
    const printed = execFileSync('promtool', args, { cwd: PROMETHEUS_FOLDER, encoding: 'utf8' });
    expect(printed).toContain('SUCCESS');
  });
});
