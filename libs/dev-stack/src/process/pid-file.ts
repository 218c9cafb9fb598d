import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { ProcessIdentity } from './process-identity.ts';

/** Writes a process's identity; a reader sees it whole or not at all. */
export async function writeIdentity(path: string, identity: ProcessIdentity): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  await writeFile(unfinished, JSON.stringify(identity));
  await rename(unfinished, path);
}

/** The identity in a file; `undefined` when there is no file or it holds something else. */
export async function readIdentity(path: string): Promise<ProcessIdentity | undefined> {
  return parseIdentity(await readFile(path, 'utf8').catch(() => ''));
}

export async function removeIdentity(path: string): Promise<void> {
  await rm(path, { force: true });
}

export function parseIdentity(text: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<ProcessIdentity>;
    if (!Number.isInteger(pid) || typeof startedAt !== 'string') return undefined;
    return { pid: pid as number, startedAt };
  } catch {
    return undefined;
  }
}
