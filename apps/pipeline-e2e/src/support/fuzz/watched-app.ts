import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@weather/dev-stack';
import { readCpuSeconds, eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../stack/app-process.ts';

const REST_MS = 200;

/**
 * An app that is asked all the time whether it is alive. How long it takes to answer says little on a busy machine; how much
 * processor time it takes meanwhile says for how long its event loop was in one turn.
 */
export class WatchedApp {
  #isWatching = true;
  #longestTurnSeconds = 0;
  readonly #watch: Promise<void>;

  private constructor(
    readonly name: string,
    readonly app: AppProcess,
    private readonly port: number,
  ) {
    this.#watch = this.#ask();
  }

  /** Waits until the app answers. @param start starts it with settings that say where. */
  static async start(
    name: string,
    start: (settings: { readonly HEALTH_PORT: string }) => AppProcess | Promise<AppProcess>,
  ): Promise<WatchedApp> {
    const port = await freePort();
    const app = await start({ HEALTH_PORT: String(port) });
    await eventually(() => fetch(`http://127.0.0.1:${port}/livez`));
    return new WatchedApp(name, app, port);
  }

  /** The processor time of the longest turn of its event loop that was seen, at most. */
  get longestTurnSeconds(): number {
    return this.#longestTurnSeconds;
  }

  /** @throws Error with what the app has written if it has ended. */
  requireRunning(): void {
    if (this.app.hasExited) throw new Error(`the ${this.name} has ended:\n${this.app.output}`);
  }

  async stopWatching(): Promise<void> {
    this.#isWatching = false;
    await this.#watch;
  }

  async #ask(): Promise<void> {
    while (this.#isWatching && !this.app.hasExited) {
      const before = readCpuSeconds(this.app.pid);
      // An app that has ended does not answer; that it has is looked at elsewhere.
      await fetch(`http://127.0.0.1:${this.port}/livez`).catch(() => undefined);
      const seconds = readCpuSeconds(this.app.pid) - before;
      this.#longestTurnSeconds = Math.max(this.#longestTurnSeconds, seconds);
      await delay(REST_MS);
    }
  }
}
