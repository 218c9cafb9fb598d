import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { killWithParent } from './reaper.ts';

/** The exit code, or the name of the signal that ended the process. */
export type ExitStatus = number | NodeJS.Signals;

interface ChildProgramOptions {
  /** The whole environment of the process. */
  readonly env: NodeJS.ProcessEnv;
  /** Keep the last lines of its output, the default, or show it in this terminal. */
  readonly output?: 'lines' | 'terminal';
  /** Kill it as soon as this process is gone; otherwise it is only disconnected, which apps take as a request to stop. */
  readonly killWithParent?: boolean;
  /** How many of its last lines are kept; by default enough to explain a failure. */
  readonly keptLines?: number;
}

const STOP_DEADLINE_MS = 15_000;
const KEPT_LINES = 200;

/**
 * A child process with the last lines of its output. It is in a process group of its own, so that the terminal's Ctrl-C
 * reaches only this process, which stops its children in order.
 */
export class ChildProgram {
  readonly lines: string[] = [];
  /** Rejects when the program cannot be run. */
  readonly exited: Promise<ExitStatus>;
  readonly #child: ChildProcess;
  readonly #keptLines: number;
  readonly #listeners = new Set<(line: string) => void>();

  constructor(command: string, args: readonly string[], options: ChildProgramOptions) {
    const stream = options.output === 'terminal' ? 'inherit' : 'pipe';
    this.#child = spawn(command, args, {
      env: options.env,
      detached: true,
      // The IPC channel closes when this process ends for any reason; apps stop then.
      stdio: ['ignore', stream, stream, 'ipc'],
      serialization: 'json',
    });
    if (options.killWithParent === true) killWithParent(this.#child, command);
    this.#keptLines = options.keptLines ?? KEPT_LINES;
    this.exited = this.#waitForExit();
    for (const pipe of [this.#child.stdout, this.#child.stderr]) if (pipe) this.#collect(pipe);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get running(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  get output(): string {
    return this.lines.join('\n');
  }

  /** Calls back with every message that the process sends through the IPC channel. */
  onMessage(listener: (message: unknown) => void): void {
    this.#child.on('message', listener);
  }

  /** Calls back with every line of the output, after it was added to `lines`. */
  onLine(listener: (line: string) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Waits for a line that matches, among those kept and those to come.
   * @throws Error with the output when the process ends without it, or after the deadline.
   */
  async line(pattern: RegExp, deadlineMs?: number): Promise<string> {
    const found = this.lines.find((line) => pattern.test(line));
    if (found !== undefined) return found;
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const fail = (when: string): void =>
      reject(new Error(`no line matched ${String(pattern)} ${when}:\n${this.output}`));
    const listener = (line: string): void => {
      if (pattern.test(line)) resolve(line);
    };
    this.#listeners.add(listener);
    this.exited.then((status) => fail(`before it ended with ${status}`), reject);
    const timer = deadlineMs && setTimeout(fail, deadlineMs, `within ${deadlineMs} ms`);
    return await promise.finally(() => {
      this.#listeners.delete(listener);
      clearTimeout(timer);
    });
  }

  /** Sends a signal and does not wait. */
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  /** Sends SIGTERM, and SIGKILL after 15 s, and waits for the exit. */
  async stop(): Promise<ExitStatus> {
    if (this.running) this.signal('SIGTERM');
    const deadline = setTimeout(() => this.signal('SIGKILL'), STOP_DEADLINE_MS);
    try {
      return await this.exited;
    } finally {
      clearTimeout(deadline);
    }
  }

  /** Sends SIGKILL and waits for the exit. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited;
  }

  async #waitForExit(): Promise<ExitStatus> {
    const [code, signal] = (await once(this.#child, 'close')) as [number | null, NodeJS.Signals | null];
    return code ?? signal ?? 0;
  }

  #collect(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => {
      this.lines.push(line);
      if (this.lines.length > this.#keptLines) this.lines.shift();
      for (const listener of this.#listeners) listener(line);
    });
  }
}
