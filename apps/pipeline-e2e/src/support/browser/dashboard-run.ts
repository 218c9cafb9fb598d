import { freePort } from '@weather/dev-stack';
import { BatchingProducer, BatchingProducerConfig } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import type { BrowserContextOptions } from 'playwright-core';
import type { AppProcess } from '../stack/app-process.ts';
import { runAllSteps } from '../stack/run-all-steps.ts';
import { TestStack } from '../stack/test-stack.ts';
import { startChromium } from './chromium.ts';
import { WatchedPage } from './watched-page.ts';

/** A reading as a station sends it, without the quantities that are undefined. */
export interface SentReading {
  readonly stationId: string;
  readonly observedAt: string;
  readonly city?: string;
  readonly temperature?: number;
  readonly humidity?: number;
  readonly pressure?: number;
}

const TOPIC = 'weather_data';

/** Real servers, the built migrator, consumer and dashboard on them, and a browser. */
export class DashboardRun {
  readonly #pages: WatchedPage[] = [];
  #dashboard: AppProcess | undefined;
  #consumer: AppProcess | undefined;

  private constructor(
    readonly stack: TestStack,
    private readonly producer: BatchingProducer,
    private readonly browser: Awaited<ReturnType<typeof startChromium>>,
    private readonly port: number,
  ) {}

  static async start(): Promise<DashboardRun> {
    const stack = await TestStack.start();
    return await stack.orStop(() => DashboardRun.#on(stack));
  }

  static async #on(stack: TestStack): Promise<DashboardRun> {
    await stack.migrate();
    const producer = await BatchingProducer.connect({
      connection: stack.kafka(),
      topic: TOPIC,
      batching: new BatchingProducerConfig(),
    });
    const run = new DashboardRun(stack, producer, await startChromium(), await freePort());
    try {
      run.startConsumer();
      await run.startDashboard();
      return run;
    } catch (error) {
      await run.#close();
      throw error;
    }
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts the dashboard, always on the same port, and waits until its API has data. */
  async startDashboard(): Promise<void> {
    this.#dashboard = this.stack.app('dashboard', { DASHBOARD_PORT: String(this.port) });
    await this.#dashboard.line(/dashboard listening/);
    await eventually(async () => {
      const answer = await fetch(`${this.address}/api/v1/pipeline`);
      if (!answer.ok) throw new Error(`/api/v1/pipeline answers ${answer.status}`);
    });
  }

  startConsumer(): void {
    this.#consumer = this.stack.app('consumer');
  }

  /** Stops the consumer, so that further readings are shown but not stored. */
  async stopConsumer(): Promise<void> {
    await this.#consumer?.stop();
  }

  /** Kills the dashboard with SIGKILL. */
  async killDashboard(): Promise<void> {
    await this.#dashboard?.kill();
  }

  /** Opens a view in a separate profile. */
  async open(view = '', options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const page = await WatchedPage.open(this.browser, this.address, view, options);
    this.#pages.push(page);
    return page;
  }

  /** Sends readings to Kafka and waits until they are acknowledged. */
  async send(...readings: readonly SentReading[]): Promise<void> {
    for (const reading of readings) await this.sendText(reading.stationId, JSON.stringify(reading));
    await this.producer.flush();
  }

  /** Sends a record, valid or not. */
  async sendText(key: string, value: string): Promise<void> {
    await this.producer.send({ key, value: Buffer.from(value) });
  }

  /** Closes the pages, for the next test. */
  async closePages(): Promise<void> {
    await Promise.all(this.#pages.splice(0).map((page) => page.close()));
  }

  async stop(): Promise<void> {
    await runAllSteps([() => this.#close(), () => this.stack.stop()]);
  }

  async #close(): Promise<void> {
    await runAllSteps([() => this.browser.close(), () => this.producer.close()]);
  }
}
