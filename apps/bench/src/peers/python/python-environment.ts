import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Surroundings } from '../../contender.ts';
import { sourceScript } from '../../workspace.ts';

/** Python with the packages of the older project cannot be had here; the message says why. */
export class PythonMissingError extends Error {
  override readonly name = 'PythonMissingError';
}

const REQUIREMENTS = sourceScript('peers/python/requirements.txt');
const SYSTEM_PYTHON = 'python3';
const STAMP_LENGTH = 12;
/** Written last: an environment without it was interrupted while it was made. */
const COMPLETE = 'complete';

/**
 * A virtual environment with the packages of `requirements.txt`, made at the first use.
 * @returns its interpreter.
 * @throws PythonMissingError without Python 3, its `venv` module or the packages.
 */
export async function pythonEnvironment({
  cache,
  signal,
  progress,
}: Pick<Surroundings, 'cache' | 'signal' | 'progress'>): Promise<string> {
  const folder = join(cache, folderOf(await readFile(REQUIREMENTS, 'utf8')));
  const python = join(folder, 'bin/python');
  if (existsSync(join(folder, COMPLETE))) return python;
  progress('making a Python environment, once');
  await run(SYSTEM_PYTHON, ['-m', 'venv', '--clear', folder], signal);
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
  await run(python, install, signal);
  await writeFile(join(folder, COMPLETE), '');
  return python;
}

/** Name of the environment's folder in the cache: other packages, another folder. */
export function folderOf(requirements: string): string {
  return `python-${createHash('sha256').update(requirements).digest('hex').slice(0, STAMP_LENGTH)}`;
}

async function run(program: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await promisify(execFile)(program, args, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new PythonMissingError(reasonFor(program, error), { cause: error });
  }
}

/** What is said of a step that failed. */
export function reasonFor(program: string, error: unknown): string {
  const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
  if (code === 'ENOENT') return `there is no ${program} on the PATH`;
  const said = `${stdout}\n${stderr}`.trim().split('\n').at(-1);
  return `${program} ended with ${String(code)}: ${said ?? ''}`;
}
