import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CHECK_SETTINGS, ConfigurationError } from '@weather/service-runtime';
import type { AppName } from './app-environment.ts';

const APPS: readonly AppName[] = ['migrator', 'consumer', 'dashboard', 'notifier', 'maintenance', 'producer'];
/** Each fault stands on a line of its own, indented under a heading. */
const FAULT = /^ {2}(\S.*)$/gm;

/**
 * Lets each app check its settings before anything is started, so that a wrong one is told at once.
 * @throws ConfigurationError with the faults of all apps, each once; Error when an app is not built or cannot be run.
 */
export async function checkSettings(
  appsDirectory: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const complaints = await Promise.all(
    APPS.map((app) => complaint(join(appsDirectory, app, 'main.js'), environment)),
  );
  const faults = new Set(complaints.flatMap(faultsOf));
  if (faults.size > 0)
    throw new ConfigurationError([...faults].map((fault) => ({ env: fault, problem: '' })));
}

/** @throws Error when an app says something else: it cannot be run at all. */
function faultsOf(message: string): string[] {
  const faults = [...message.matchAll(FAULT)].map(([, fault = '']) => fault);
  if (message !== '' && faults.length === 0) throw new Error(`an app cannot be run:\n${message}`);
  return faults;
}

/** What an app says against its settings; nothing if they can be used. */
async function complaint(script: string, env: Readonly<Record<string, string>>): Promise<string> {
  const app = spawn(process.execPath, [script, CHECK_SETTINGS], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [message] = await Promise.all([text(app.stderr), once(app, 'close')]);
  return app.exitCode === 0 ? '' : message;
}
