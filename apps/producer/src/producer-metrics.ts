import { AppMetrics } from '@weather/service-runtime';
import { MS_PER_SECOND } from '@weather/weather-schema';

/** Readings since the start of the producer. */
export interface PublishingCounts {
  /** Handed to Kafka's client. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Sent and not acknowledged yet. */
  readonly waiting: number;
  readonly dropped: number;
  readonly skipped: number;
}

const NOTHING_YET: PublishingCounts = { sent: 0, acknowledged: 0, waiting: 0, dropped: 0, skipped: 0 };
const SEND_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const BATCH_BUCKETS = [1, 10, 100, 300, 1_000, 3_000, 10_000, 30_000];

const COUNTERS = [
  {
    count: 'sent',
    name: 'weather_readings_sent_total',
    help: "Readings that were handed to Kafka's client.",
  },
  {
    count: 'acknowledged',
    name: 'weather_readings_acknowledged_total',
    help: 'Readings that all replicas in sync have acknowledged.',
  },
  {
    count: 'dropped',
    name: 'weather_readings_dropped_total',
    help: 'Readings that made room for newer ones in a full buffer.',
  },
  {
    count: 'skipped',
    name: 'weather_readings_skipped_total',
    help: 'Rows of the source that could not be read, and readings that the format cannot encode.',
  },
] as const;

/** The metrics of the producer. */
export class ProducerMetrics extends AppMetrics {
  readonly #sendSeconds = this.histogram({
    name: 'weather_send_seconds',
    help: 'From the sending of a batch to its acknowledgement, retries included.',
    buckets: SEND_BUCKETS_SECONDS,
  });
  readonly #batchReadings = this.histogram({
    name: 'weather_send_batch_readings',
    help: 'Readings of a batch that Kafka has acknowledged.',
    buckets: BATCH_BUCKETS,
  });
  #counts: () => PublishingCounts = () => NOTHING_YET;

  constructor() {
    super('producer');
    for (const { count, name, help } of COUNTERS) this.countOf({ name, help }, () => this.#counts()[count]);
    const waiting = this.gauge({
      name: 'weather_readings_waiting',
      help: 'Readings that were sent and neither acknowledged nor dropped yet.',
      collect: () => waiting.set(this.#counts().waiting),
    });
  }

  /** Reads the counts whenever the metrics are requested. */
  follow(counts: () => PublishingCounts): void {
    this.#counts = counts;
  }

  /** Records a batch that Kafka has acknowledged. */
  readonly batchAcknowledged = (readings: number, ms: number): void => {
    this.#batchReadings.observe(readings);
    this.#sendSeconds.observe(ms / MS_PER_SECOND);
  };
}
