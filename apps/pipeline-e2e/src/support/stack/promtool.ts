import { spawnSync } from 'node:child_process';

/** Whether Prometheus's own tool is on the PATH. */
export function hasPromtool(): boolean {
  return spawnSync('promtool', ['--version']).error === undefined;
}

/** What `promtool check metrics` has against metrics in the text format; nothing if all is well. */
export function promtoolFindings(text: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text });
  const output = `${stdout.toString()}${stderr.toString()}`;
  return status === 0 ? output : `exit code ${String(status)}: ${output}`;
}
