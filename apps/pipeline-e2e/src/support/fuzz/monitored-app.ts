import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@weather/dev-stack';
import { readCpuSeconds, eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../stack/app-process.ts';

const POLL_INTERVAL_MS = 200;

/**
 * An app whose `/livez` is polled all the time. On a busy machine the response time says little; the CPU time that the app
 * takes meanwhile bounds the length of a turn of its event loop.
 */
export class MonitoredApp {
  #isMonitoring = true;
  #longestTurnSeconds = 0;
  readonly #monitor: Promise<void>;

  private constructor(
    readonly name: string,
    readonly app: AppProcess,
    private readonly port: number,
  ) {
    this.#monitor = this.#poll();
  }

  /** Waits until the app is live. @param start starts it with the port of its health endpoint. */
  static async start(
    name: string,
    start: (settings: { readonly HEALTH_PORT: string }) => AppProcess | Promise<AppProcess>,
  ): Promise<MonitoredApp> {
    const port = await freePort();
    const app = await start({ HEALTH_PORT: String(port) });
    await eventually(() => fetch(`http://127.0.0.1:${port}/livez`));
    return new MonitoredApp(name, app, port);
  }

  /** An upper bound of the CPU time of the longest turn of its event loop. */
  get longestTurnSeconds(): number {
    return this.#longestTurnSeconds;
  }

  /** @throws Error with the output of the app if it has exited. */
  expectRunning(): void {
    if (this.app.hasExited) throw new Error(`the ${this.name} exited unexpectedly:\n${this.app.output}`);
  }

  async stopMonitoring(): Promise<void> {
    this.#isMonitoring = false;
    await this.#monitor;
  }

  async #poll(): Promise<void> {
    while (this.#isMonitoring && !this.app.hasExited) {
      const before = readCpuSeconds(this.app.pid);
      // An app that has exited does not respond; expectRunning reports it.
      await fetch(`http://127.0.0.1:${this.port}/livez`).catch(() => undefined);
      const seconds = readCpuSeconds(this.app.pid) - before;
      this.#longestTurnSeconds = Math.max(this.#longestTurnSeconds, seconds);
      await delay(POLL_INTERVAL_MS);
    }
  }
}
