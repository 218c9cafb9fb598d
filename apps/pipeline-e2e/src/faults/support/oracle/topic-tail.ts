import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { endWithLauncher, type DevStack } from '@weather/dev-stack';
import { DEAD_LETTER_TOPIC, WEATHER_TOPIC } from '@weather/weather-schema';
import { TAIL_PROPERTIES, TailParser, type TailedRecord } from './tailed-record.ts';

const CONSOLE_CONSUMER = 'org.apache.kafka.tools.consumer.ConsoleConsumer';

/**
 * Follows the topics of the readings and of the dead letters from their start, with Kafka's own console consumer: what
 * Kafka has, told by a program that shares no code with what is tested.
 */
export class TopicTail {
  readonly readings: TailedRecord[] = [];
  readonly deadLetters: TailedRecord[] = [];
  readonly #seen = new Set<string>();
  #consumer: ChildProcess | undefined;

  constructor(private readonly servers: DevStack) {}

  /** The topics must be there. */
  start(): void {
    const { command, args, env } = this.servers.kafkaTool(CONSOLE_CONSUMER, this.#arguments());
    const consumer = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    endWithLauncher(consumer, 'topic tail');
    const parser = new TailParser();
    consumer.stdout.setEncoding('latin1').on('data', (text: string) => this.#add(parser.push(text)));
    this.#consumer = consumer;
  }

  async stop(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    if (consumer?.exitCode !== null || consumer.signalCode !== null) return;
    const ended = once(consumer, 'close');
    consumer.kill('SIGKILL');
    await ended;
  }

  /** Forgets what was read and reads the topics from their start: after one was deleted and made anew. */
  async restart(): Promise<void> {
    await this.stop();
    this.readings.length = 0;
    this.deadLetters.length = 0;
    this.#seen.clear();
    this.start();
  }

  #arguments(): string[] {
    const [broker = ''] = this.servers.brokers;
    const properties = Object.entries(TAIL_PROPERTIES).flatMap(([name, value]) => [
      '--property',
      `${name}=${value}`,
    ]);
    const topics = ['--include', `${WEATHER_TOPIC}|${DEAD_LETTER_TOPIC}`];
    return ['--bootstrap-server', broker, ...topics, '--from-beginning', ...properties];
  }

  /**
   * Only a dead letter says from which topic it came. After an outage the console consumer may begin again where it last
   * committed, or from the start: what it prints again is the same record.
   */
  #add(records: readonly TailedRecord[]): void {
    for (const record of records) {
      const isDeadLetter = 'dlq.topic' in record.headers;
      const place = `${String(isDeadLetter)} ${record.partition} ${record.offset}`;
      if (this.#seen.has(place)) continue;
      this.#seen.add(place);
      (isDeadLetter ? this.deadLetters : this.readings).push(record);
    }
  }
}
