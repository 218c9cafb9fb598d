import { spawnSync } from 'node:child_process';

/** Whether Prometheus's own tool is on the PATH. */
export function hasPromtool(): boolean {
  return spawnSync('promtool', ['--version']).error === undefined;
}

/** Checks metrics in the text format with `promtool check metrics`; the result is empty if nothing is wrong. */
export function checkMetrics(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text });
  const output = `${stdout.toString()}${stderr.toString()}`;
  return status === 0 ? output : `exit code ${String(status)}: ${output}`;
}
