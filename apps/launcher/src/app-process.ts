import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ChildProgram, type ExitStatus } from '@weather/dev-stack';
import { NODE_OPTIONS } from '@weather/service-runtime';
import type { AppName } from './app-environment.ts';

/**
 * Starts a built app, which stops when this process is gone.
 * @throws Error when the app has not been built.
 */
export function startApp(
  name: AppName,
  appsDirectory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProgram {
  const script = join(appsDirectory, name, 'main.js');
  if (!existsSync(script)) throw new Error(`${script} is missing: build it with npx nx build ${name}`);
  return new ChildProgram(process.execPath, [...NODE_OPTIONS, script, ...args], { env, output: 'terminal' });
}

/** An exit status as log lines show it: `code 2`, `SIGKILL`. */
export function describeExit(status: ExitStatus): string {
  return typeof status === 'number' ? `code ${status}` : status;
}
