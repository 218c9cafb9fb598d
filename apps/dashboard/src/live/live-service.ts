import { randomBytes } from 'node:crypto';
import { type IncomingRecord, type KafkaConnection, TopicTail } from '@weather/kafka-client';
import { pause } from '@weather/service-runtime';
import { decodeRecord } from '@weather/weather-schema';
import type { WeatherDatabase } from '@weather/weather-store';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import { AlertChangePoller, findNewestReadingTime } from '@weather/weather-store/queries';
import { isFromFuture } from '../contract/latest-reading.ts';
import type { DeadLetter, PipelineState } from '../contract/pipeline.ts';
import type { DashboardConfig } from '../dashboard-config.ts';
import { RecentDeadLetters, toDeadLetter } from './dead-letters.ts';
import { EventHub, type LiveView, type SubscribeRequest } from './event-hub.ts';
import type { SubscriberObserver } from './subscriber.ts';
import { PipelineMonitor } from './pipeline-monitor.ts';
import { ReadingBatch } from './reading-batch.ts';
import { toAlert, toAlertKey, toLiveReading } from '../server/mappers.ts';

export interface LiveServiceOptions {
  readonly config: Readonly<DashboardConfig>;
  readonly database: WeatherDatabase;
  readonly connection: KafkaConnection;
  readonly observer: SubscriberObserver;
  readonly signal: AbortSignal;
}

const READINGS_EVERY_MS = 250;
const ALERTS_EVERY_MS = 500;
const PIPELINE_EVERY_MS = 1_000;
const MAX_READINGS = 2_000;
/** Some seconds of a fast topic; older records are skipped. */
const MAX_READINGS_LAG = 20_000;
const MAX_DEAD_LETTERS = 100;
/** Older ones are skipped, since only the most recent are shown. */
const MAX_DEAD_LETTERS_LAG = 1_000;
const INSTANCE_ID_BYTES = 6;

/** Follows the topics, polls the tables and publishes what changes to all subscribers. */
export class LiveService implements LiveView {
  readonly #options: LiveServiceOptions;
  readonly #hub: EventHub;
  readonly #batch = new ReadingBatch(MAX_READINGS);
  readonly #deadLetters = new RecentDeadLetters(MAX_DEAD_LETTERS);
  readonly #monitor = new PipelineMonitor();
  readonly #alerts: AlertChangePoller;
  #pipeline: PipelineState;

  private constructor(options: LiveServiceOptions) {
    this.#options = options;
    this.#hub = new EventHub({
      instanceId: randomBytes(INSTANCE_ID_BYTES).toString('hex'),
      maxSubscribers: options.config.maxSubscribers,
      maxSubscribersPerClient: options.config.maxSubscribersPerAddress,
      observer: options.observer,
    });
    this.#alerts = new AlertChangePoller(options.database);
    this.#pipeline = this.#currentState();
  }

  /** Polls the alerts once, so that data loaded after subscribing is never older than the events. */
  static async open(options: LiveServiceOptions): Promise<LiveService> {
    const live = new LiveService(options);
    await live.#withRetry(() => live.#alerts.poll());
    return live;
  }

  get subscribers(): number {
    return this.#hub.subscribers;
  }

  pipeline(): PipelineState {
    return this.#pipeline;
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#deadLetters.list;
  }

  subscribe(request: SubscribeRequest): 'subscribed' | 'full' {
    return this.#hub.subscribe(request);
  }

  /** Runs until the signal, retrying through outages; then closes all connections. */
  async run(): Promise<void> {
    try {
      await Promise.all([
        this.#loadNewest(),
        this.#watchReadings(),
        this.#watchDeadLetters(),
        this.#watchAlerts(),
        this.#repeat(PIPELINE_EVERY_MS, () => this.#loadProgress()),
        this.#repeat(READINGS_EVERY_MS, () => this.#publishUpdates()),
        this.#repeat(PIPELINE_EVERY_MS, () => this.#publishPipeline()),
      ]);
    } finally {
      this.#hub.close();
    }
  }

  /** Runs concurrently, since it is slow on a large table that is not cached. */
  async #loadNewest(): Promise<void> {
    const newest = await this.#withRetry(() => findNewestReadingTime(this.#options.database, Date.now()));
    if (newest !== undefined) this.#monitor.recordObservedAt(newest);
  }

  async #watchReadings(): Promise<void> {
    const { connection, config, signal } = this.#options;
    const options = { connection, topic: config.topic, signal, backlog: 0, maxLag: MAX_READINGS_LAG };
    const tail = await TopicTail.connect(options);
    this.#monitor.endOffsets = tail.ends;
    try {
      for await (const { records, skipped } of tail.records()) {
        this.#batch.addDropped(skipped);
        for (const record of records) this.#addReading(record);
      }
    } finally {
      await tail.close();
    }
  }

  /** Adds the reading of a record to the batch; invalid records are ignored. */
  #addReading(record: IncomingRecord): void {
    const now = Date.now();
    const { legacyTimeZone } = this.#options.config;
    const decoded = decodeRecord(record, { now, legacyTimeZone });
    if (!decoded.ok) return;
    this.#batch.add(toLiveReading(decoded.reading));
    const { observedAt } = decoded.reading;
    if (!isFromFuture(observedAt, now)) this.#monitor.recordObservedAt(observedAt);
  }

  async #watchDeadLetters(): Promise<void> {
    const { connection, config, signal } = this.#options;
    const bounds = { backlog: MAX_DEAD_LETTERS, maxLag: MAX_DEAD_LETTERS_LAG };
    const tail = await TopicTail.connect({ connection, topic: config.deadLetterTopic, signal, ...bounds });
    try {
      for await (const { records } of tail.records()) {
        this.#deadLetters.add(records.map(toDeadLetter).filter((deadLetter) => deadLetter !== undefined));
      }
    } finally {
      await tail.close();
    }
  }

  async #watchAlerts(): Promise<void> {
    const { signal } = this.#options;
    await this.#repeat(ALERTS_EVERY_MS, async () => {
      const { changed, dropped: removed } = await this.#withRetry(() => this.#alerts.poll());
      if (changed.length + removed.length === 0 || signal.aborted) return;
      this.#hub.publish('alerts', { alerts: changed.map(toAlert), removed: removed.map(toAlertKey) });
    });
  }

  async #loadProgress(): Promise<void> {
    const { database, config } = this.#options;
    await this.#withRetry(async () => {
      // The end offsets advance while the tables are read.
      const endOffsets = new Map(this.#monitor.endOffsets);
      const progress = await StoreSnapshot.take(database, (snapshot) =>
        snapshot.partitionProgress(config.groupId, config.topic),
      );
      this.#monitor.updateProgress(progress, endOffsets);
    });
  }

  #publishUpdates(): void {
    const readings = this.#batch.take();
    if (readings !== undefined) this.#hub.publish('readings', readings);
    const deadLetters = this.#deadLetters.takeUnpublished();
    if (deadLetters.length > 0) this.#hub.publish('dead-letters', { deadLetters });
  }

  #publishPipeline(): void {
    this.#pipeline = this.#currentState();
    this.#hub.publish('pipeline', this.#pipeline);
  }

  #currentState(): PipelineState {
    const { database, connection } = this.#options;
    return this.#monitor.stateAt(Date.now(), {
      kafka: connection.availability.isUp,
      database: database.availability.isUp,
      subscribers: this.subscribers,
    });
  }

  async #repeat(everyMs: number, work: () => Promise<void> | void): Promise<void> {
    const { signal } = this.#options;
    while (!signal.aborted) {
      await work();
      await pause(everyMs, signal);
    }
  }

  async #withRetry<T>(work: () => Promise<T>): Promise<T> {
    const { database, signal } = this.#options;
    return await database.withRetry(work, { signal });
  }
}
