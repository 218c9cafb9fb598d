import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { WORKSPACE } from '../stack/workspace.ts';

/** The folder of Prometheus' own files: its configuration, the alerting rules and their tests. */
export const PROMETHEUS_FOLDER = join(WORKSPACE, 'docker/prometheus');

/** An alerting rule, as Prometheus reads it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the expression must hold before the alert fires; at once without it. */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A file of rules. */
export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

/** The project's rules, as they are in their file. */
export function ruleFile(): RuleFile {
  return parse(readFileSync(join(PROMETHEUS_FOLDER, 'alerts.yml'), 'utf8')) as RuleFile;
}

/** The project's rules, group after group. */
export function alertRules(): AlertRule[] {
  return ruleFile().groups.flatMap(({ rules }) => rules);
}

/** The text of a file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(WORKSPACE, path), 'utf8');
}
