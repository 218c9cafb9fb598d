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
  /** How long the expression must hold before the alert fires; by default not at all. */
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A file of rules. */
export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

/** Reads the file with the project's rules. */
export function readRuleFile(): RuleFile {
  return parse(readFileSync(join(PROMETHEUS_FOLDER, 'alerts.yml'), 'utf8')) as RuleFile;
}

/** Reads the project's rules, group by group. */
export function readAlertRules(): AlertRule[] {
  return readRuleFile().groups.flatMap(({ rules }) => rules);
}

/** Reads a file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(WORKSPACE, path), 'utf8');
}
