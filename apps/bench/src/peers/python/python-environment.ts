import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext } from '../../candidate.ts';
import { sourceScript } from '../../workspace.ts';
import { installOnce, reasonNotInstallable } from '../install.ts';

const REQUIREMENTS = sourceScript('peers/python/requirements.txt');
const SYSTEM_PYTHON = 'python3';
const STAMP_LENGTH = 12;
const PIP_INSTALL = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];

/** A virtual environment with the packages of `requirements.txt`, shared by the candidates in Python. */
export class PythonEnvironment {
  #interpreter: string | undefined;

  /** @throws Error before it is prepared. */
  get interpreter(): string {
    if (this.#interpreter === undefined) throw new Error('Python was not prepared');
    return this.#interpreter;
  }

  /** @returns the reason when Python 3, its `venv` module or the packages are not available. */
  async prepare(context: BenchContext): Promise<string | undefined> {
    const folder = join(context.cache, environmentFolder(await readFile(REQUIREMENTS, 'utf8')));
    const python = join(folder, 'bin/python');
    const steps = [
      { program: SYSTEM_PYTHON, args: ['-m', 'venv', '--clear', folder] },
      { program: python, args: PIP_INSTALL },
    ];
    this.#interpreter = python;
    return await reasonNotInstallable(() => installOnce(folder, 'a Python environment', steps, context));
  }
}

/** The name of the environment's folder in the cache, which depends on the packages. */
export function environmentFolder(requirements: string): string {
  return `python-${createHash('sha256').update(requirements).digest('hex').slice(0, STAMP_LENGTH)}`;
}
