import { execFile } from 'node:child_process';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process id with the start time of the process: ids are reused, the pair is not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

const DEAD_STATES = new Set(['Z', 'X']);
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/** The start time of a process in the platform's format; `undefined` when there is none or only a zombie. */
export async function readStartTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return readLinuxStartTime(pid);
  if (process.platform === 'win32') {
    return readOutput('powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.Ticks`]);
  }
  return parsePs((await readOutput('ps', ['-o', 'stat=,lstart=', '-p', String(pid)])) ?? '');
}

/** @throws Error when the process has exited already. */
export async function readIdentity(pid: number): Promise<ProcessIdentity> {
  const startedAt = await readStartTime(pid);
  if (startedAt === undefined) throw new Error(`process ${pid} ended before its start time could be read`);
  return { pid, startedAt };
}

/** Whether this very process, not another one with the same id, still runs. */
export async function isAlive({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await readStartTime(pid)) === startedAt;
}

/** Parses the start time in `/proc/PID/stat`: clock ticks since boot. The command in parentheses may hold any character. */
export function parseProcStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[STATE_FIELD] ?? '';
  return DEAD_STATES.has(state) ? undefined : fields[START_TIME_FIELD];
}

/** Parses the start time in the output of `ps -o stat=,lstart=`: `Ss   Mon Nov 23 21:12:00 2026`. */
export function parsePs(line: string): string | undefined {
  const [, state, startedAt] = /^\s*(\S)\S*\s+(\S.*?)\s*$/.exec(line) ?? [];
  return state === undefined || DEAD_STATES.has(state) ? undefined : startedAt;
}

async function readLinuxStartTime(pid: number): Promise<string | undefined> {
  const [stat, bootId] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  const ticks = stat === undefined ? undefined : parseProcStat(stat);
  return ticks === undefined ? undefined : `${bootId.trim()} ${ticks}`;
}

async function readOutput(command: string, args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, LC_ALL: 'C' } });
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
}

/** Writes the identity of a process; a reader sees a complete file or none. */
export async function writePidFile(path: string, identity: ProcessIdentity): Promise<void> {
  const unfinished = `${path}.${process.pid}.tmp`;
  await writeFile(unfinished, JSON.stringify(identity));
  await rename(unfinished, path);
}

/** Reads the identity in a file; `undefined` when there is no file or it holds something else. */
export async function readPidFile(path: string): Promise<ProcessIdentity | undefined> {
  return parsePidFile(await readFile(path, 'utf8').catch(() => ''));
}

export async function removePidFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

export function parsePidFile(text: string): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(text) as Partial<ProcessIdentity>;
    if (!Number.isInteger(pid) || typeof startedAt !== 'string') return undefined;
    return { pid: pid as number, startedAt };
  } catch {
    return undefined;
  }
}
