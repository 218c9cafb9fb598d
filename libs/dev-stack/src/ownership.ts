import { randomBytes, randomInt } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigurationError } from '@weather/service-runtime';
import type { DataDirectory } from './data-directory.ts';
import { readIdentity, removeIdentity, writeIdentity } from './process/pid-file.ts';
import { identityOf, isAlive, type ProcessIdentity } from './process/process-identity.ts';

const CLAIM = /^owner-.*\.json$/;
const TOKEN_BYTES = 4;
const MAX_TRIES = 4;
const MIN_PAUSE_MS = 50;
const MAX_PAUSE_MS = 300;

/**
 * Makes the caller the one owner of a data folder. Each claims first and looks for others afterwards, so that of two
 * that start at once at least one sees the other; both step back then and try again after a random pause.
 * @returns gives the folder up.
 * @throws ConfigurationError when it has another owner whose process still runs.
 */
export async function ownDataDirectory(data: DataDirectory): Promise<() => Promise<void>> {
  const claim = `owner-${process.pid}-${randomBytes(TOKEN_BYTES).toString('hex')}.json`;
  const path = join(data.of('run'), claim);
  const me = await identityOf(process.pid);
  for (let attempt = 1; ; attempt++) {
    await writeIdentity(path, me);
    const other = await ownerOf(data, claim);
    if (other === undefined) return () => removeIdentity(path);
    await removeIdentity(path);
    if (attempt === MAX_TRIES) throw owned(data, other);
    await delay(randomInt(MIN_PAUSE_MS, MAX_PAUSE_MS));
  }
}

/** The living owner of a data folder, one claim left out of account; claims of dead processes are removed. */
export async function ownerOf(
  data: DataDirectory,
  exceptClaim?: string,
): Promise<ProcessIdentity | undefined> {
  const names = await readdir(data.of('run')).catch(() => []);
  for (const name of names.filter((file) => CLAIM.test(file) && file !== exceptClaim)) {
    const path = join(data.of('run'), name);
    const claimant = await readIdentity(path);
    if (claimant !== undefined && (await isAlive(claimant))) return claimant;
    await removeIdentity(path);
  }
  return undefined;
}

function owned(data: DataDirectory, owner: ProcessIdentity): ConfigurationError {
  return ConfigurationError.of(
    'DEV_STACK_DATA',
    `${data.path} is in use by process ${owner.pid}: end that one first, or choose another folder`,
  );
}
