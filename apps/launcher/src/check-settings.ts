import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CHECK_SETTINGS, ConfigurationError } from '@weather/service-runtime';
import type { AppName } from './app-environment.ts';

const APPS: readonly AppName[] = ['migrator', 'consumer', 'dashboard', 'notifier', 'maintenance', 'producer'];
/** Apps print one problem per line, indented under a heading. */
const PROBLEM = /^ {2}(\S.*)$/gm;

/**
 * Lets each app check its settings before anything is started.
 * @throws ConfigurationError with the problems of all apps, each once; Error when an app is not built or cannot be run.
 */
export async function checkSettings(
  appsDirectory: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const messages = await Promise.all(
    APPS.map((app) => checkApp(join(appsDirectory, app, 'main.js'), environment)),
  );
  const problems = new Set(messages.flatMap(parseProblems));
  if (problems.size > 0)
    throw new ConfigurationError([...problems].map((problem) => ({ env: problem, problem: '' })));
}

/** @throws Error when an app printed something else because it cannot be run at all. */
function parseProblems(message: string): string[] {
  const problems = [...message.matchAll(PROBLEM)].map(([, problem = '']) => problem);
  if (message !== '' && problems.length === 0) throw new Error(`an app cannot be run:\n${message}`);
  return problems;
}

/** Returns the error message of an app whose settings are invalid, otherwise an empty text. */
async function checkApp(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const app = spawn(process.execPath, [script, CHECK_SETTINGS], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [message] = await Promise.all([text(app.stderr), once(app, 'close')]);
  return app.exitCode === 0 ? '' : message;
}
