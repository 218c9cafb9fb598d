import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@weather/service-runtime';
import { readIdentity, removeIdentity } from './pid-file.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

const ORDERLY_END_DEADLINE_MS = 10_000;
const POLL_MS = 50;

/** Ends the server that a pid file names, if that very process still runs: asked first, killed after 10 s. */
export async function endLeftover(name: string, pidFile: string, logger: Logger): Promise<void> {
  const identity = await readIdentity(pidFile);
  if (identity !== undefined && (await isAlive(identity))) {
    logger.warn(`ending ${name} that an earlier start left behind`, { pid: identity.pid });
    await endProcess(identity);
  }
  await removeIdentity(pidFile);
}

async function endProcess(identity: ProcessIdentity): Promise<void> {
  signal(identity.pid, 'SIGTERM');
  if (process.platform !== 'win32') signal(identity.pid, 'SIGCONT');
  if (await endedWithin(identity, ORDERLY_END_DEADLINE_MS)) return;
  signal(identity.pid, 'SIGKILL');
  if (await endedWithin(identity, ORDERLY_END_DEADLINE_MS)) return;
  throw new Error(`process ${identity.pid} of an earlier start does not end: end it by hand`);
}

async function endedWithin(identity: ProcessIdentity, deadlineMs: number): Promise<boolean> {
  const deadline = performance.now() + deadlineMs;
  while (await isAlive(identity)) {
    if (performance.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
