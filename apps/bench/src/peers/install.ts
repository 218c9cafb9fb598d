import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BenchContext } from '../candidate.ts';

/** A candidate's programs or packages cannot be installed here; the message gives the reason. */
class NotInstallableError extends Error {
  override readonly name = 'NotInstallableError';
}

export interface InstallStep {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

/** Written last: a folder without it is the result of an interrupted installation. */
const COMPLETE = 'complete';
/** Lines that hide the reason of a failure: where npm's log is, and stack traces. */
const NOISE = /complete log|_logs\/|not ok|^\s*at /;
/** The labels of npm and node-pre-gyp before a message. */
const LABELS = /^(?:npm (?:error|ERR!)|\[error\]|node-pre-gyp ERR!|stack|\s)+/;

/**
 * Installs something into a folder of the cache with the given steps, once.
 * @throws NotInstallableError when a step fails.
 */
export async function installOnce(
  folder: string,
  title: string,
  steps: readonly InstallStep[],
  { signal, progress }: Pick<BenchContext, 'signal' | 'progress'>,
): Promise<void> {
  if (existsSync(join(folder, COMPLETE))) return;
  progress(`installing ${title} (first run only)`);
  await mkdir(folder, { recursive: true });
  for (const { program, args, env } of steps) {
    try {
      await promisify(execFile)(program, args, { signal, cwd: folder, env: { ...process.env, ...env } });
    } catch (error) {
      signal.throwIfAborted();
      throw new NotInstallableError(describeFailure(program, error), { cause: error });
    }
  }
  await writeFile(join(folder, COMPLETE), '');
}

/** Runs an installation; returns the reason when it is impossible. */
export async function reasonNotInstallable(install: () => Promise<void>): Promise<string | undefined> {
  try {
    await install();
    return undefined;
  } catch (error) {
    if (error instanceof NotInstallableError) return error.message;
    throw error;
  }
}

/** The reason of a failed step: the last informative line of its output. */
export function describeFailure(program: string, error: unknown): string {
  const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string };
  if (code === 'ENOENT') return `there is no ${program} on the PATH`;
  const lines = `${stdout}\n${stderr}`.trim().split('\n');
  const reason =
    lines.findLast((line) => /reason:/.test(line)) ?? lines.findLast((line) => !NOISE.test(line));
  return `${program} exited with ${String(code)}: ${reason?.replace(LABELS, '') ?? ''}`;
}
