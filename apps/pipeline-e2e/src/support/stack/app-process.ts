import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { NODE_OPTIONS } from '@weather/service-runtime';
import { eventually } from '@weather/service-runtime/testing';
import { WORKSPACE } from './workspace.ts';

export type AppName =
  'producer' | 'consumer' | 'dashboard' | 'maintenance' | 'migrator' | 'notifier' | 'cli' | 'launcher';

/** The path of a built app. */
function builtApp(app: AppName): string {
  return join(WORKSPACE, 'dist/apps', app, 'main.js');
}

/** A process of a built app, with the lines that it writes to standard output and standard error. */
export class AppProcess {
  readonly lines: string[] = [];
  /** The time at which each line arrived, in milliseconds of `performance.now()`. */
  readonly arrivals: number[] = [];
  readonly #child: ChildProcess;
  readonly #exit: Promise<number | string>;

  constructor(
    app: AppName,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    nodeOptions: readonly string[] = NODE_OPTIONS,
  ) {
    this.#child = spawn(process.execPath, [...nodeOptions, builtApp(app), ...args], {
      env: { ...process.env, NODE_OPTIONS: '', LOG_FORMAT: 'pretty', ...environment },
    });
    this.#collect();
    this.#exit = once(this.#child, 'close').then(
      ([code, signal]: (number | string | null)[]) => code ?? signal ?? '',
    );
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get output(): string {
    return this.lines.join('\n');
  }

  get hasExited(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits for the end and returns the exit code or the name of the signal. */
  async exited(): Promise<number | string> {
    return await this.#exit;
  }

  /** Waits for the end. @throws Error with the output if the exit code is another one. */
  async exitedWith(code: number): Promise<void> {
    const exit = await this.#exit;
    if (exit !== code) throw new Error(`expected exit code ${code}, got ${exit}:\n${this.output}`);
  }

  /** Waits for a line that matches, written already or in the future. */
  async line(pattern: RegExp, deadlineMs?: number): Promise<string> {
    return await eventually(() => {
      const found = this.lines.find((line) => pattern.test(line));
      if (found !== undefined) return found;
      throw new Error(`no line matches ${String(pattern)} in:\n${this.output}`);
    }, deadlineMs);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Stops the process with SIGTERM, resuming a paused one first, and returns its exit code. */
  async stop(): Promise<number | string> {
    this.signal('SIGTERM');
    if (process.platform !== 'win32') this.signal('SIGCONT');
    return await this.exited();
  }

  /** Kills the process with SIGKILL and waits for its end. */
  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.exited();
  }

  #collect(): void {
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#add(line));
    }
  }

  #add(line: string): void {
    this.lines.push(line);
    this.arrivals.push(performance.now());
  }
}
