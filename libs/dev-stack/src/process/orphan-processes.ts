import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@weather/service-runtime';
import { isAlive, type ProcessIdentity, readPidFile, removePidFile } from './process-identity.ts';

const STOP_DEADLINE_MS = 10_000;
const POLL_MS = 50;

/** Stops the server that a pid file names, if that very process still runs: SIGTERM, then SIGKILL after 10 s. */
export async function stopOrphan(name: string, pidFile: string, logger: Logger): Promise<void> {
  const identity = await readPidFile(pidFile);
  if (identity !== undefined && (await isAlive(identity))) {
    logger.warn(`stopping orphaned ${name} of an earlier start`, { pid: identity.pid });
    await stopProcess(identity);
  }
  await removePidFile(pidFile);
}

async function stopProcess(identity: ProcessIdentity): Promise<void> {
  signal(identity.pid, 'SIGTERM');
  if (process.platform !== 'win32') signal(identity.pid, 'SIGCONT');
  if (await exitedWithin(identity, STOP_DEADLINE_MS)) return;
  signal(identity.pid, 'SIGKILL');
  if (await exitedWithin(identity, STOP_DEADLINE_MS)) return;
  throw new Error(`process ${identity.pid} of an earlier start does not exit: kill it manually`);
}

async function exitedWithin(identity: ProcessIdentity, deadlineMs: number): Promise<boolean> {
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
