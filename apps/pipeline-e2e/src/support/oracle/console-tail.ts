import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { killWithParent, type DevStack } from '@weather/dev-stack';

const CONSOLE_CONSUMER = 'org.apache.kafka.tools.consumer.ConsoleConsumer';

export interface ConsoleTailOptions {
  /** A regular expression in the syntax of Kafka's tools. */
  readonly topics: string;
  /** Properties of the formatter that prints the records. */
  readonly properties: Readonly<Record<string, string>>;
  /** Receives the printed text piece by piece, one Latin-1 character per byte. */
  readonly onPrinted: (text: string) => void;
}

/** Kafka's own console consumer, following topics from their start. */
export class ConsoleTail {
  #consumer: ChildProcess | undefined;

  constructor(
    private readonly servers: DevStack,
    private readonly options: ConsoleTailOptions,
  ) {}

  /** Starts the consumer; the topics must exist. */
  start(): void {
    const { command, args, env } = this.servers.tools.kafkaTool(CONSOLE_CONSUMER, this.#formatArguments());
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

  #formatArguments(): string[] {
    const [broker = ''] = this.servers.brokers;
    const { topics, properties } = this.options;
    const printed = this.servers.tools.printOptions(properties);
    return ['--bootstrap-server', broker, '--include', topics, '--from-beginning', ...printed];
  }
}
