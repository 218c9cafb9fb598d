import { open, readFile, rename, type FileHandle } from 'node:fs/promises';

const TAIL_LINES = 15;

/** Opens a new log for a server and keeps the previous one beside it as `.previous`. */
export async function openLog(path: string): Promise<FileHandle> {
  await rename(path, `${path}.previous`).catch(() => undefined);
  return open(path, 'a');
}

/** Reads the last lines of a log, for an error message. */
export async function readTail(path: string): Promise<string> {
  return lastLines(await readFile(path, 'utf8').catch(() => ''));
}

export function lastLines(text: string, count = TAIL_LINES): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
