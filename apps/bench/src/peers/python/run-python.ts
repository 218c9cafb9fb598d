import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchContext, Work } from '../../candidate.ts';
import type { Interval } from '../../process/stopwatch.ts';
import { sourceFile } from '../../workspace.ts';
import { installOnce, reasonNotInstallable } from '../install.ts';

/** The final line of a script. */
export interface ScriptResult {
  readonly messages: number;
  /** Stored rows; 0 for the producer. */
  readonly rows: number;
}

const REQUIREMENTS = sourceFile('peers/python/requirements.txt');
const PIP_INSTALL = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS];
const STAMP_LENGTH = 12;

/**
 * Creates the virtual environment with the packages of `requirements.txt`, once.
 * @returns the reason when Python 3, its `venv` module or the packages are not available.
 */
export async function preparePython(context: BenchContext): Promise<string | undefined> {
  const folder = await environmentIn(context);
  const steps = [
    { program: 'python3', args: ['-m', 'venv', '--clear', folder] },
    { program: interpreterIn(folder), args: PIP_INSTALL },
  ];
  return await reasonNotInstallable(() => installOnce(folder, 'a Python environment', steps, context));
}

/**
 * Runs a script in that environment from its first message to its last; joining the group is not counted.
 * @throws Error with its output when it exits before it is done.
 */
export async function runPython(
  work: Work,
  script: 'consumer.py' | 'producer.py',
  settings: object,
): Promise<ScriptResult & { readonly interval: Interval }> {
  const env = { PEER_SETTINGS: JSON.stringify(settings), PYTHONDONTWRITEBYTECODE: '1' };
  const interpreter = interpreterIn(await environmentIn(work));
  const process = work.spawn(interpreter, [sourceFile(`peers/python/${script}`)], env);
  try {
    await process.line(/^\{"event": "began"/);
    const lap = work.stopwatch.start([process.pid]);
    const result = parseResult(await process.line(/^\{"event": "ended"/));
    return { ...result, interval: lap.stop() };
  } finally {
    await process.kill();
  }
}

/** Parses the final line of a script. */
export function parseResult(line: string): ScriptResult {
  const { messages, rows = 0 } = JSON.parse(line) as { messages: number; rows?: number };
  return { messages, rows };
}

/** The name of the environment's folder in the cache, which depends on the packages. */
export function environmentFolder(requirements: string): string {
  return `python-${createHash('sha256').update(requirements).digest('hex').slice(0, STAMP_LENGTH)}`;
}

async function environmentIn({ cache }: BenchContext): Promise<string> {
  return join(cache, environmentFolder(await readFile(REQUIREMENTS, 'utf8')));
}

function interpreterIn(folder: string): string {
  return join(folder, 'bin/python');
}
