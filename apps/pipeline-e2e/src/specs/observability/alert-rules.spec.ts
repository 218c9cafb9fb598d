import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { parse } from 'yaml';
import { readAlertRules, PROMETHEUS_FOLDER, readText } from '../../support/observability/alert-rules.ts';

interface RuleTests {
  readonly tests: readonly { readonly alert_rule_test: readonly AlertTest[] }[];
}

interface AlertTest {
  readonly alertname: string;
  readonly exp_alerts: readonly unknown[];
}

const HEADING = /^#+ (.+)$/gm;

/** The anchor that a heading of a Markdown file has on its page. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

function hasPromtool(): boolean {
  try {
    execFileSync('promtool', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('an alerting rule', () => {
  const rules = readAlertRules();

  it('has a name of its own', () => {
    const names = rules.map(({ alert }) => alert);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(rules)('$alert says how bad it is, what it is, and where to read on', ({ labels, annotations }) => {
    expect(['critical', 'warning']).toContain(labels['severity']);
    expect(Object.keys(annotations)).toEqual(['summary', 'description', 'runbook']);
  });

  it.each(rules)('$alert has a section in the document that it names', ({ alert, annotations }) => {
    const [document = '', anchor] = (annotations['runbook'] ?? '').split('#');
    const anchors = [...readText(document).matchAll(HEADING)].map(([, heading = '']) => anchorOf(heading));
    expect(anchors).toContain(anchor);
    expect(anchor).toBe(anchorOf(alert));
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
  ])('%s %s finds no fault', (...args) => {
    const printed = execFileSync('promtool', args, { cwd: PROMETHEUS_FOLDER, encoding: 'utf8' });
    expect(printed).toContain('SUCCESS');
  });
});
