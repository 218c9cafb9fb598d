import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { killWithParent } from '@weather/dev-stack';

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Java's standard output may be long: it goes to this file instead of being kept. */
  readonly logFile?: string;
}

const STOP_DEADLINE_MS = 15_000;
/** Enough to say what went wrong. */
const MAX_LINES = 200;

/** @throws Error with its output when one of them has ended, which says after how much of the work. */
export function expectRunning(processes: readonly BenchProcess[], done: string): void {
  for (const { running, output } of processes) {
    if (!running) throw new Error(`it ended after ${done}:\n${output}`);
  }
}

/** A child process, with the last lines that it wrote. */
export class BenchProcess {
  readonly lines: string[] = [];
  /** The exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | string>;
  readonly #child: ChildProcess;
  #listeners: ((line: string) => void)[] = [];

  constructor(command: string, args: readonly string[], { env, cwd, logFile }: SpawnOptions = {}) {
    const log = logFile === undefined ? undefined : openSync(logFile, 'w');
    this.#child = spawn(command, args, {
      env: { ...process.env, ...env },
      cwd,
      // A group of its own: the terminal's Ctrl-C reaches the bench alone, which ends its processes in order.
      detached: true,
      stdio: ['ignore', log ?? 'pipe', log ?? 'pipe', 'ipc'],
      serialization: 'json',
    });
    killWithParent(this.#child, command);
    this.exited = this.#ended();
    if (log !== undefined) closeSync(log);
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream) this.#collect(stream);
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

  /** Calls back with every line that is still to come, of standard output and standard error. */
  onLine(listener: (line: string) => void): void {
    this.#listeners.push(listener);
  }

  /**
   * Waits for a line that matches, among those kept and those to come.
   * @throws Error with its output when the process ends without it.
   */
  async line(pattern: RegExp): Promise<string> {
    const found = this.lines.find((line) => pattern.test(line));
    if (found !== undefined) return found;
    const line = new Promise<string>((resolve) =>
      this.onLine((candidate) => pattern.test(candidate) && resolve(candidate)),
    );
    const end = this.exited.then((exit) => {
      throw new Error(`ended with ${exit} before a line matched ${String(pattern)}:\n${this.output}`);
    });
    return await Promise.race([line, end]);
  }

  /** SIGTERM, and SIGKILL after 15 s; waits for the end. */
  async stop(): Promise<number | string> {
    if (this.running) this.#child.kill('SIGTERM');
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), STOP_DEADLINE_MS);
    const exit = await this.exited;
    clearTimeout(deadline);
    return exit;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  async #ended(): Promise<number | string> {
    const [code, signal] = (await once(this.#child, 'close')) as (number | string | null)[];
    return code ?? signal ?? '';
  }

  #collect(stream: Readable): void {
    createInterface({ input: stream }).on('line', (line) => {
      this.lines.push(line);
      if (this.lines.length > MAX_LINES) this.lines.shift();
      for (const listener of this.#listeners) listener(line);
    });
  }
}
