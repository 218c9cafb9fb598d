import { spawn, type ChildProcess } from 'node:child_process';

const POLLS_PER_SECOND = 10;

/**
 * Reads the server's id, then waits for the end of its input, which comes when the launcher ends in any way. Then it asks
 * the server to end, and ends it after the grace time. A stopped process (SIGSTOP) must be continued to hear anything.
 */
const SHELL_GUARD = `
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

const NODE_GUARD = `
let pid = '';
process.stdin.on('data', (text) => (pid += text));
process.stdin.on('end', () => { try { process.kill(Number(pid)); } catch { } });
`;

export interface GuardTimes {
  /** How long a server may take to end after it was asked to. */
  readonly graceMs: number;
  /** How long after the launcher's end the server is left alone, because another one needs it to end well. */
  readonly delayMs: number;
}

/** A tiny process that ends a server when the launcher is gone, even by kill -9. */
export class Guard {
  readonly #process: ChildProcess;

  /** @param label shows in the list of processes whose guard it is. */
  constructor(times: GuardTimes, label: string) {
    const { command, args } = guardCommand(process.platform, times, label);
    this.#process = spawn(command, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.#process.on('error', () => undefined);
    this.#process.stdin?.on('error', () => undefined);
    this.#process.unref();
  }

  /** Call it in the same turn in which the server was started: until then nobody watches the server. */
  watch(pid: number): void {
    this.#process.stdin?.write(`${pid}\n`);
  }

  /** Ends the guard without touching the server. */
  release(): void {
    this.#process.kill('SIGKILL');
  }
}

const AT_ONCE: GuardTimes = { graceMs: 0, delayMs: 0 };

/**
 * Ends a child with this process, even if that is killed. Call it in the same turn in which the child was started.
 * @param label shows in the list of processes whose guard it is.
 */
export function endWithLauncher(child: ChildProcess, label: string): void {
  if (child.pid === undefined) return;
  const guard = new Guard(AT_ONCE, label);
  guard.watch(child.pid);
  child.once('exit', () => guard.release());
}

export function guardCommand(
  platform: NodeJS.Platform,
  times: GuardTimes,
  label: string,
): { command: string; args: string[] } {
  if (platform === 'win32') return { command: process.execPath, args: ['-e', NODE_GUARD, label] };
  const polls = [times.graceMs, times.delayMs].map((ms) => String(Math.ceil((ms * POLLS_PER_SECOND) / 1000)));
  return { command: '/bin/sh', args: ['-c', SHELL_GUARD, 'guard', ...polls, label] };
}
