import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { killWithParent, type DevStack } from '@weather/dev-stack';

const CONSOLE_CONSUMER = 'org.apache.kafka.tools.consumer.ConsoleConsumer';

export interface ConsoleTailOptions {
  /** A regular expression, as Kafka's tools take it. */
  readonly topics: string;
  /** How records are printed. */
  readonly properties: Readonly<Record<string, string>>;
  /** Given what is printed piece by piece, a Latin-1 character for each byte. */
  readonly onPrinted: (text: string) => void;
}

/** Kafka's own console consumer, which follows topics from their start. */
export class ConsoleTail {
  #consumer: ChildProcess | undefined;

  constructor(
    private readonly servers: DevStack,
    private readonly options: ConsoleTailOptions,
  ) {}

  /** The topics must be there. */
  start(): void {
    const { command, args, env } = this.servers.tools.kafkaTool(CONSOLE_CONSUMER, this.#arguments());
    const consumer = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    killWithParent(consumer, 'topic tail');
    consumer.stdout.setEncoding('latin1').on('data', this.options.onPrinted);
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

  #arguments(): string[] {
    const [broker = ''] = this.servers.brokers;
    const { topics, properties } = this.options;
    const printed = this.servers.tools.printOptions(properties);
    return ['--bootstrap-server', broker, '--include', topics, '--from-beginning', ...printed];
  }
}
