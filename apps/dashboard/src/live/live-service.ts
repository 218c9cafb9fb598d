import { randomBytes } from 'node:crypto';
import type { KafkaConnection } from '@weather/kafka-client';
import { pause } from '@weather/service-runtime';
import { StoreSnapshot, type WeatherDatabase } from '@weather/weather-store';
import { AlertChangePoller, findNewestReadingTime } from '@weather/weather-store/queries';
import type { DeadLetter, PipelineState } from '../contract/pipeline.ts';
import type { DashboardConfig } from '../dashboard-config.ts';
import { watchAlerts } from './watch-alerts.ts';
import { RecentDeadLetters } from './recent-dead-letters.ts';
import { watchDeadLetters } from './watch-dead-letters.ts';
import { EventHub } from './event-hub.ts';
import type { ViewerObserver } from './subscriber.ts';
import type { LiveView, NewViewer } from './live-view.ts';
import { PipelineMonitor } from './pipeline-monitor.ts';
import { ReadingBatch } from './reading-batch.ts';
import { watchReadings } from './watch-readings.ts';

export interface LiveEventsOptions {
  readonly config: Readonly<DashboardConfig>;
  readonly database: WeatherDatabase;
  readonly connection: KafkaConnection;
  readonly observer: ViewerObserver;
  readonly signal: AbortSignal;
}

const READINGS_EVERY_MS = 250;
const PIPELINE_EVERY_MS = 1_000;
const MAX_READINGS = 2_000;
const MAX_DEAD_LETTERS = 100;
const RUN_BYTES = 6;

/** What goes on in the pipeline, for all viewers: looks at the topics and the tables and tells what is new. */
export class LiveEvents implements LiveView {
  readonly #options: LiveEventsOptions;
  readonly #hub: EventHub;
  readonly #batch = new ReadingBatch(MAX_READINGS);
  readonly #letters = new RecentDeadLetters(MAX_DEAD_LETTERS);
  readonly #monitor = new PipelineMonitor();
  readonly #episodes: AlertChangePoller;
  #pipeline: PipelineState;

  private constructor(options: LiveEventsOptions) {
    this.#options = options;
    this.#hub = new EventHub({
      run: randomBytes(RUN_BYTES).toString('hex'),
      maxViewers: options.config.viewers,
      maxViewersPerClient: options.config.viewersPerAddress,
      observer: options.observer,
    });
    this.#episodes = new AlertChangePoller(options.database);
    this.#pipeline = this.#stateNow();
  }

  /** Looks at the tables once, so that what a viewer loads after it has joined is not older than the events. */
  static async open(options: LiveEventsOptions): Promise<LiveEvents> {
    const live = new LiveEvents(options);
    await live.#whenReachable(() => live.#episodes.poll());
    return live;
  }

  /** How many there are. */
  get viewers(): number {
    return this.#hub.viewers;
  }

  pipeline(): PipelineState {
    return this.#pipeline;
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#letters.list;
  }

  join(viewer: NewViewer): 'joined' | 'full' {
    return this.#hub.join(viewer);
  }

  /** Until the signal; then the viewers are sent away. Outages are waited out. */
  async run(): Promise<void> {
    try {
      await Promise.all([
        this.#loadNewest(),
        this.#watchReadings(),
        this.#watchDeadLetters(),
        this.#watchAlerts(),
        this.#repeat(PIPELINE_EVERY_MS, () => this.#loadAccounts()),
        this.#repeat(READINGS_EVERY_MS, () => this.#publishNews()),
        this.#repeat(PIPELINE_EVERY_MS, () => this.#publishPipeline()),
      ]);
    } finally {
      this.#hub.close();
    }
  }

  /** On a large table that is not in memory yet it takes a while: nobody is to wait for it. */
  async #loadNewest(): Promise<void> {
    const newest = await this.#whenReachable(() => findNewestReadingTime(this.#options.database, Date.now()));
    if (newest !== undefined) this.#monitor.observed(newest);
  }

  async #watchReadings(): Promise<void> {
    const { config, connection, signal } = this.#options;
    await watchReadings(this.#batch, {
      connection,
      topic: config.topic,
      legacyTimeZone: config.legacyTimeZone,
      now: Date.now,
      signal,
      onEnds: (ends) => (this.#monitor.ends = ends),
      onObserved: (at) => this.#monitor.observed(at),
    });
  }

  async #watchDeadLetters(): Promise<void> {
    const { config, connection, signal } = this.#options;
    await watchDeadLetters(this.#letters, {
      connection,
      topic: config.deadLetterTopic,
      backlog: MAX_DEAD_LETTERS,
      signal,
    });
  }

  async #watchAlerts(): Promise<void> {
    await watchAlerts(this.#episodes, {
      whenReachable: (look) => this.#whenReachable(look),
      publish: (alerts) => this.#hub.publish('alerts', alerts),
      signal: this.#options.signal,
    });
  }

  async #loadAccounts(): Promise<void> {
    const { database, config } = this.#options;
    await this.#whenReachable(async () => {
      // They move on while the tables are asked.
      const ends = new Map(this.#monitor.ends);
      const accounts = await StoreSnapshot.take(database, (snapshot) =>
        snapshot.accounts(config.groupId, config.topic),
      );
      this.#monitor.account(accounts, ends);
    });
  }

  #publishNews(): void {
    const readings = this.#batch.take();
    if (readings !== undefined) this.#hub.publish('readings', readings);
    const deadLetters = this.#letters.takeUntold();
    if (deadLetters.length > 0) this.#hub.publish('dead-letters', { deadLetters });
  }

  #publishPipeline(): void {
    this.#pipeline = this.#stateNow();
    this.#hub.publish('pipeline', this.#pipeline);
  }

  #stateNow(): PipelineState {
    const { database, connection } = this.#options;
    return this.#monitor.stateAt(Date.now(), {
      kafka: connection.availability.isUp,
      database: database.availability.isUp,
      viewers: this.viewers,
    });
  }

  async #repeat(everyMs: number, work: () => Promise<void> | void): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      await work();
      await pause(everyMs, signal);
    }
  }

  async #whenReachable<T>(work: () => Promise<T>): Promise<T> {
    const { database, signal } = this.#options;
    return await database.whenReachable(work, { signal });
  }
}
