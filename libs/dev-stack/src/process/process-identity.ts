import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A process id together with when that process started: ids are used again, the pair is not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

const DEAD_STATES = new Set(['Z', 'X']);
const STATE_FIELD = 0;
const START_TIME_FIELD = 19;

/** When the process with this id started, in the platform's own words; `undefined` when none runs, or only a zombie. */
export async function startOfProcess(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStart(pid);
  if (process.platform === 'win32') {
    return outputOf('powershell', ['-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.Ticks`]);
  }
  return startFromPs((await outputOf('ps', ['-o', 'stat=,lstart=', '-p', String(pid)])) ?? '');
}

/** @throws Error when the process has ended already. */
export async function identityOf(pid: number): Promise<ProcessIdentity> {
  const startedAt = await startOfProcess(pid);
  if (startedAt === undefined) throw new Error(`process ${pid} ended before its start time could be read`);
  return { pid, startedAt };
}

/** Whether this very process, not another one under its id, still runs. */
export async function isAlive({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await startOfProcess(pid)) === startedAt;
}

/** Start time from `/proc/PID/stat`: clock ticks since boot. The command in parentheses may hold any character. */
export function startFromProcStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[STATE_FIELD] ?? '';
  return DEAD_STATES.has(state) ? undefined : fields[START_TIME_FIELD];
}

/** Start time from `ps -o stat=,lstart=`: `Ss   Mon Nov 23 21:12:00 2026`. */
export function startFromPs(line: string): string | undefined {
  const [, state, startedAt] = /^\s*(\S)\S*\s+(\S.*?)\s*$/.exec(line) ?? [];
  return state === undefined || DEAD_STATES.has(state) ? undefined : startedAt;
}

async function linuxStart(pid: number): Promise<string | undefined> {
  const [stat, bootId] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
  ]);
  const ticks = stat === undefined ? undefined : startFromProcStat(stat);
  return ticks === undefined ? undefined : `${bootId.trim()} ${ticks}`;
}

async function outputOf(command: string, args: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(command, args, { env: { ...process.env, LC_ALL: 'C' } });
    return stdout.trim() === '' ? undefined : stdout.trim();
  } catch {
    return undefined;
  }
}
