import { freePort } from '@weather/dev-stack';
import { eventually, parseMetricSamples } from '@weather/service-runtime/testing';
import type { AppProcess } from './app-process.ts';

/** An app whose `/metrics` are scraped. */
export class ScrapedApp {
  private constructor(
    readonly process: AppProcess,
    private readonly port: number,
  ) {}

  /** @param start starts the app with the port of its metrics endpoint. */
  static async start(
    start: (settings: { readonly HEALTH_PORT: string }) => AppProcess | Promise<AppProcess>,
  ): Promise<ScrapedApp> {
    const port = await freePort();
    return new ScrapedApp(await start({ HEALTH_PORT: String(port) }), port);
  }

  /** Scrapes all metrics; waits for an app that is not listening yet. */
  async text(): Promise<string> {
    const response = await eventually(() => fetch(`http://127.0.0.1:${this.port}/metrics`));
    if (!response.ok) throw new Error(`/metrics responded ${response.status}: ${await response.text()}`);
    return await response.text();
  }

  /** The values of one metric, by their labels. */
  async samples(name: string): Promise<Readonly<Record<string, number>>> {
    return parseMetricSamples(await this.text(), name);
  }

  /** The value of a metric without labels. */
  async value(name: string): Promise<number | undefined> {
    return (await this.samples(name))[''];
  }
}
