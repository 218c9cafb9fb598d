import { spawn, type ChildProcess } from 'node:child_process';

const POLLS_PER_SECOND = 10;

/**
 * Reads the server's process id, then waits for the end of its input, which comes when the launcher ends for any reason.
 * Then it sends SIGTERM, and SIGKILL after the grace time. A stopped process (SIGSTOP) gets no signal until it is continued.
 */
const SHELL_REAPER = `
trap '' HUP INT QUIT TERM
read -r pid || exit 0
while read -r _; do :; done
polls=0
while [ "$2" -gt "$polls" ]; do polls=$((polls + 1)); kill -0 "$pid" 2>/dev/null || exit 0; sleep 0.1; done
kill -TERM "$pid" 2>/dev/null || exit 0
kill -CONT "$pid" 2>/dev/null
polls=0
while kill -0 "$pid" 2>/dev/null; do
  [ "$polls" -ge "$1" ] && { kill -KILL "$pid"; exit 0; }
  polls=$((polls + 1))
  sleep 0.1
done
`;

const NODE_REAPER = `
let pid = '';
process.stdin.on('data', (text) => (pid += text));
process.stdin.on('end', () => { try { process.kill(Number(pid)); } catch { } });
`;

export interface ReaperTimes {
  /** Time between SIGTERM and SIGKILL. */
  readonly graceMs: number;
  /** Time between the launcher's end and SIGTERM, for a server that another one needs for its own shutdown. */
  readonly delayMs: number;
}

/** A tiny process that stops a server when the launcher is gone, even by kill -9. */
export class Reaper {
  readonly #process: ChildProcess;

  /** @param label names the server in the process list. */
  constructor(times: ReaperTimes, label: string) {
    const { command, args } = reaperCommand(process.platform, times, label);
    this.#process = spawn(command, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.#process.on('error', () => undefined);
    this.#process.stdin?.on('error', () => undefined);
    this.#process.unref();
  }

  /** Must be called in the same turn of the event loop that starts the server: until then nothing watches it. */
  watch(pid: number): void {
    this.#process.stdin?.write(`${pid}\n`);
  }

  /** Ends the reaper without touching the server. */
  release(): void {
    this.#process.kill('SIGKILL');
  }
}

const IMMEDIATELY: ReaperTimes = { graceMs: 0, delayMs: 0 };

/**
 * Kills a child when this process ends, even by kill -9. Must be called in the same turn that starts the child.
 * @param label names the child in the process list.
 */
export function killWithParent(child: ChildProcess, label: string): void {
  if (child.pid === undefined) return;
  const reaper = new Reaper(IMMEDIATELY, label);
  reaper.watch(child.pid);
  child.once('exit', () => reaper.release());
}

export function reaperCommand(
  platform: NodeJS.Platform,
  times: ReaperTimes,
  label: string,
): { command: string; args: string[] } {
  if (platform === 'win32') return { command: process.execPath, args: ['-e', NODE_REAPER, label] };
  const polls = [times.graceMs, times.delayMs].map((ms) => String(Math.ceil((ms * POLLS_PER_SECOND) / 1000)));
  return { command: '/bin/sh', args: ['-c', SHELL_REAPER, 'reaper', ...polls, label] };
}
