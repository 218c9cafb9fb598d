import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { NODE_OPTIONS, toldAddress } from '@weather/service-runtime';

/** How an app ended. */
export interface AppExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Longer than the apps' own deadline: they report themselves what kept them. */
const STOP_DEADLINE_MS = 15_000;

/** A built app, run as a child process that ends when this process is gone. */
export class AppProcess {
  readonly exit: Promise<AppExit>;
  readonly #child: ChildProcess;
  #running = true;

  /** @throws Error when the app is not built. */
  constructor(
    readonly name: string,
    script: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ) {
    if (!existsSync(script)) throw new Error(`${script} is missing: build it with npx nx build ${name}`);
    this.#child = spawn(process.execPath, [...NODE_OPTIONS, script, ...args], {
      env,
      // A session of its own: the terminal's Ctrl-C reaches the launcher alone, which ends its apps in order.
      detached: true,
      // The channel closes when this process ends in any way, and tells the app to stop.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.exit = this.#ended();
  }

  get running(): boolean {
    return this.#running;
  }

  /** Calls back when the app tells where it answers; not every app does. */
  onceAnswering(callback: (address: string) => void): void {
    this.#child.on('message', (message) => {
      const address = toldAddress(message);
      if (address !== undefined) callback(address);
    });
  }

  /** Asks the app to end and waits for it; kills it when it has not ended after 15 s. */
  async stop(): Promise<AppExit> {
    if (this.#running) this.#child.kill('SIGTERM');
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), STOP_DEADLINE_MS);
    const exit = await this.exit;
    clearTimeout(deadline);
    return exit;
  }

  async #ended(): Promise<AppExit> {
    const exit = await new Promise<AppExit>((resolve, reject) => {
      this.#child.once('error', reject);
      this.#child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.#running = false;
    return exit;
  }
}

/** How an app ended, in words: `code 2`, `SIGKILL`. */
export function describeExit({ code, signal }: AppExit): string {
  return signal ?? `code ${code ?? 'unknown'}`;
}
