import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BatchingProducer, BatchingProducerConfig, type OutgoingRecord } from '@weather/kafka-client';
import { eventually } from '@weather/service-runtime/testing';
import { WEATHER_TOPIC } from '@weather/weather-schema';
import { dashboardAddress } from '../dashboard/dashboard-app.ts';
import { countRecords } from '../faults/topic-admin.ts';
import { findStoredExceedances, findStoredReadings } from '../oracle/stored-state.ts';
import { NotifierTest } from '../receivers/notifier-test.ts';
import { runAllSteps } from '../stack/run-all-steps.ts';
import type { TestStack } from '../stack/test-stack.ts';
import type { FuzzedFile } from './inputs/fuzzed-files.ts';
import { DeadLetterTail } from './oracle/dead-letter-tail.ts';
import type { Outcome } from './oracle/sent-records.ts';
import { produceRaw, requestRaw } from './raw-clients.ts';
import { MonitoredApp } from './monitored-app.ts';

const SETTLE_DEADLINE_MS = 120_000;
const PARTITIONS = 4;
const UNBOUNDED = '1000000';

/** The running pipeline that receives fuzzed inputs. */
export class FuzzedStack {
  private constructor(
    readonly stack: TestStack,
    readonly notifying: NotifierTest,
    readonly deadLetters: DeadLetterTail,
    readonly apps: readonly MonitoredApp[],
    private readonly producer: BatchingProducer,
    private readonly dashboardPort: number,
  ) {}

  static async start(): Promise<FuzzedStack> {
    const notifying = new NotifierTest();
    await notifying.start({ kafka: true });
    return await notifying.stack.orStop(() => FuzzedStack.#on(notifying));
  }

  static async #on(notifying: NotifierTest): Promise<FuzzedStack> {
    const { stack, receiver } = notifying;
    await receiver.open();
    const deadLetters = new DeadLetterTail(stack.servers);
    deadLetters.start();
    const apps = await Promise.all([
      MonitoredApp.start('consumer', (settings) => stack.app('consumer', settings)),
      MonitoredApp.start('dashboard', (settings) =>
        stack.app('dashboard', { ...settings, DASHBOARD_REQUESTS_PER_MINUTE: UNBOUNDED }),
      ),
      MonitoredApp.start('maintenance', (settings) => stack.app('maintenance', settings)),
      MonitoredApp.start('notifier', (settings) => notifying.notifier([notifying.webhook('ops')], settings)),
    ]);
    const dashboard = apps.find(({ name }) => name === 'dashboard');
    const address = dashboard && (await dashboardAddress(dashboard.app));
    const producer = await BatchingProducer.connect({
      connection: stack.kafka(),
      topic: WEATHER_TOPIC,
      batching: new BatchingProducerConfig(),
    });
    const port = Number(new URL(address ?? '').port);
    return new FuzzedStack(stack, notifying, deadLetters, apps, producer, port);
  }

  async send(records: readonly OutgoingRecord[]): Promise<void> {
    for (const record of records) await this.producer.send(record);
    await this.producer.flush();
  }

  /** Reads the outcome of all records. @throws Error if the dead letters are not all read by the deadline. */
  async untilOutcome(deadlineMs: number): Promise<Outcome> {
    await this.deadLetters.untilComplete(deadlineMs);
    const [readings, alerts, { read }] = await Promise.all([
      findStoredReadings(this.stack),
      findStoredExceedances(this.stack),
      this.stack.counts(),
    ]);
    return { readings, alerts, deadLetters: this.deadLetters.counts, read };
  }

  /** Sends a record batch unchanged to a partition. @returns whether the broker has accepted it. */
  async sendBatch(batch: Buffer, at: number): Promise<boolean> {
    const [broker = ''] = this.stack.servers.brokers;
    const port = Number(broker.split(':')[1]);
    return (await produceRaw({ port, topic: WEATHER_TOPIC, partition: at % PARTITIONS }, batch)) === 0;
  }

  /** Sends a request to the dashboard. @returns the status of the response, if there was one. */
  async request(bytes: Buffer): Promise<number | undefined> {
    return await requestRaw(this.dashboardPort, bytes);
  }

  /** Replays a file with the producer. @returns its exit code and output. */
  async replay(
    { csv, mapping }: FuzzedFile,
    name: string,
  ): Promise<{ code: number | string; output: string }> {
    const folder = join(tmpdir(), `weather-fuzz-${process.pid}-${name}`);
    await mkdir(folder, { recursive: true });
    const [file, mappingFile] = [join(folder, 'file.csv'), join(folder, 'mapping.json')];
    await writeFile(file, csv);
    await writeFile(mappingFile, mapping);
    const producer = this.stack.app('producer', {
      SOURCE: 'replay',
      REPLAY_FILE: file,
      REPLAY_MAPPING: mappingFile,
      REPLAY_SPEED: 'max',
    });
    return { code: await producer.exited, output: producer.output };
  }

  /** Waits until the consumer has read every partition to its end. @throws Error if an app has exited. */
  async untilRead(): Promise<void> {
    const end = await countRecords(this.stack.servers.brokers, WEATHER_TOPIC);
    await eventually(async () => {
      this.expectRunning();
      const [row] = await this.stack.query<{ position: string | null }>(
        'SELECT SUM(next_offset) AS position FROM consumer_offset',
      );
      const position = Number(row?.position ?? 0);
      if (position < end) throw new Error(`the consumer is at ${position} of ${end}`);
    }, SETTLE_DEADLINE_MS);
  }

  expectRunning(): void {
    for (const app of this.apps) app.expectRunning();
  }

  async stop(): Promise<void> {
    await runAllSteps([
      ...this.apps.map((app) => () => app.stopMonitoring()),
      () => this.producer.close(),
      () => this.deadLetters.stop(),
      () => this.notifying.end(),
      () => this.notifying.stop(),
    ]);
  }
}
