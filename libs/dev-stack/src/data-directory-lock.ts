import { randomBytes, randomInt } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigurationError } from '@weather/service-runtime';
import type { DataDirectory } from './data-directory.ts';
import {
  isAlive,
  type ProcessIdentity,
  readIdentity,
  readPidFile,
  removePidFile,
  writePidFile,
} from './process/process-identity.ts';

const CLAIM = /^owner-.*\.json$/;
const TOKEN_BYTES = 4;
const MAX_TRIES = 4;
const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = 300;

/**
 * Makes the caller the only owner of a data folder. Each process claims first and looks for other claims afterwards, so
 * that of two that start at once at least one sees the other; both withdraw then and retry after a random pause.
 * @returns a function that releases the folder.
 * @throws ConfigurationError when the folder has another owner whose process still runs.
 */
export async function lockDataDirectory(data: DataDirectory): Promise<() => Promise<void>> {
  const claim = `owner-${process.pid}-${randomBytes(TOKEN_BYTES).toString('hex')}.json`;
  const path = join(data.folder('run'), claim);
  const me = await readIdentity(process.pid);
  for (let attempt = 1; ; attempt++) {
    await writePidFile(path, me);
    const other = await findOwner(data, claim);
    if (other === undefined) return () => removePidFile(path);
    await removePidFile(path);
    if (attempt === MAX_TRIES) throw lockedError(data, other);
    await delay(randomInt(MIN_PAUSE_MS, MAX_PAUSE_MS));
  }
}

/** Finds the running owner of a data folder, ignoring one claim; claims of dead processes are removed. */
export async function findOwner(
  data: DataDirectory,
  exceptClaim?: string,
): Promise<ProcessIdentity | undefined> {
  const names = await readdir(data.folder('run')).catch(() => []);
  for (const name of names.filter((file) => CLAIM.test(file) && file !== exceptClaim)) {
    const path = join(data.folder('run'), name);
    const claimant = await readPidFile(path);
    if (claimant !== undefined && (await isAlive(claimant))) return claimant;
    await removePidFile(path);
  }
  return undefined;
}

function lockedError(data: DataDirectory, owner: ProcessIdentity): ConfigurationError {
  return ConfigurationError.of(
    'DEV_STACK_DATA',
    `${data.path} is in use by process ${owner.pid}: stop it first, or choose another folder`,
  );
}
