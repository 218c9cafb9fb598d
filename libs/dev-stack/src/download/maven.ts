import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { lastLines } from '../process/log-file.ts';
import { createPom, type Package } from './packages.ts';
import { requireMaven } from './requirements.ts';

const SHOWN_LINES = 20;

interface FetchOptions {
  /** Whether the jars or what they contain is wanted. */
  readonly goal: 'copy-dependencies' | 'unpack-dependencies';
  readonly options?: readonly string[];
  readonly signal: AbortSignal | undefined;
  /** Receives each line of Maven's output. Not in batch mode, which prints no progress of a large file. */
  readonly onLine?: (line: string) => void;
}

/**
 * Downloads the files of a package into a folder, unless Maven has them, and unpacks them if so wanted.
 * @throws MissingProgramError without Maven; Error with the end of its output when it fails.
 */
export async function fetchDependencies(
  wanted: Package,
  folder: string,
  { goal, options = [], signal, onLine = () => undefined }: FetchOptions,
): Promise<void> {
  await requireMaven();
  await mkdir(folder, { recursive: true });
  const pom = join(folder, 'pom.xml');
  await writeFile(pom, createPom(wanted));
  const args = [
    ...['--strict-checksums', '-Dstyle.color=never', '-f', pom],
    ...[`dependency:${goal}`, '-DincludeScope=runtime', `-DoutputDirectory=${folder}`, ...options],
  ];
  const { code, output } = await runMaven(args, signal, onLine);
  signal?.throwIfAborted();
  if (code !== 0)
    throw new Error(`${wanted.title} could not be downloaded, mvn exited with ${code}:\n${output}`);
  await rm(pom);
}

async function runMaven(
  args: string[],
  signal: AbortSignal | undefined,
  onLine: (line: string) => void,
): Promise<{ code: number | null; output: string }> {
  const windows = process.platform === 'win32';
  const maven = spawn(windows ? 'mvn.cmd' : 'mvn', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: windows,
  });
  const stop = (): void => void maven.kill();
  signal?.addEventListener('abort', stop, { once: true });
  const exit = new Promise<number | null>((resolve, reject) =>
    maven.once('close', resolve).once('error', reject),
  );
  const output: string[] = [];
  maven.stderr.on('data', (text: Buffer) => output.push(text.toString().trimEnd()));
  for await (const line of createInterface({ input: maven.stdout })) {
    onLine(line);
    if (!line.startsWith('Progress') && line.trim() !== '') output.push(line);
  }
  signal?.removeEventListener('abort', stop);
  return { code: await exit, output: lastLines(output.join('\n'), SHOWN_LINES) };
}
