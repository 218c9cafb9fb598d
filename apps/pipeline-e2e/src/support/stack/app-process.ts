import { join } from 'node:path';
import { ChildProgram, type ExitStatus } from '@weather/dev-stack';
import { NODE_OPTIONS } from '@weather/service-runtime';
import { WORKSPACE } from './workspace.ts';

export type AppName =
  'producer' | 'consumer' | 'dashboard' | 'maintenance' | 'migrator' | 'notifier' | 'cli' | 'launcher';

const LINE_DEADLINE_MS = 60_000;

/** The path of a built app. */
function builtApp(app: AppName): string {
  return join(WORKSPACE, 'dist/apps', app, 'main.js');
}

/** A process of a built app, with all lines that it writes to standard output and standard error. */
export class AppProcess extends ChildProgram {
  /** The time at which each line arrived, in milliseconds of `performance.now()`. */
  readonly arrivals: number[] = [];

  constructor(
    app: AppName,
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
    nodeOptions: readonly string[] = NODE_OPTIONS,
  ) {
    const env = { ...process.env, NODE_OPTIONS: '', LOG_FORMAT: 'pretty', ...environment };
    const keptLines = Number.POSITIVE_INFINITY;
    super(process.execPath, [...nodeOptions, builtApp(app), ...args], { env, keptLines });
    this.onLine(() => this.arrivals.push(performance.now()));
  }

  get hasExited(): boolean {
    return !this.running;
  }

  /** Waits for the end. @throws Error with the output if the exit code is another one. */
  async exitedWith(code: number): Promise<void> {
    const exit = await this.exited;
    if (exit !== code) throw new Error(`expected exit code ${code}, got ${exit}:\n${this.output}`);
  }

  override async line(pattern: RegExp, deadlineMs = LINE_DEADLINE_MS): Promise<string> {
    return await super.line(pattern, deadlineMs);
  }

  /** Stops the process with SIGTERM, resuming a paused one first, and waits for its exit, however long it takes. */
  override async stop(): Promise<ExitStatus> {
    this.signal('SIGTERM');
    if (process.platform !== 'win32') this.signal('SIGCONT');
    return await this.exited;
  }
}
