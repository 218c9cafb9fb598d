import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The root of the repository, with the compose file. */
export const WORKSPACE = join(import.meta.dirname, '../../..');

const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Runs docker and returns its standard output followed by its standard error.
 * @throws Error with the output if the exit code is not 0.
 */
export async function docker(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { stdout, stderr } = await run('docker', args, {
    cwd: WORKSPACE,
    env: { ...process.env, ...environment },
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return stdout + stderr;
}

/** Runs `docker inspect` for one image or container. */
export async function inspect<T>(name: string): Promise<T> {
  const { stdout } = await run('docker', ['inspect', name], { maxBuffer: MAX_OUTPUT_BYTES });
  const [first] = JSON.parse(stdout) as T[];
  if (first === undefined) throw new Error(`docker inspect ${name} printed nothing`);
  return first;
}
