import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '@weather/service-runtime';
import { DataDirectory } from './data-directory.ts';
import { loadUsers, WEATHER_DATABASE, type MysqlAccess, type Role } from './database/accounts.ts';
import type { Client } from './database/mysqld.ts';
import type { KafkaLine } from './download/packages.ts';
import { javaCommand, javaEnvironment, toolLog4j } from './kafka/java.ts';
import { findOwner } from './data-directory-lock.ts';
import { LOOPBACK } from './process/ports.ts';

/** A program to run, with its arguments and additional environment variables. */
export interface ToolCommand {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** The state of a running stack that the tools need. */
export interface StackState {
  readonly kafkaLine: KafkaLine;
  readonly kafkaPorts: readonly number[];
  readonly mysqlPort: number;
  readonly jars?: string;
  readonly client?: Client;
}

const STATE_FILE = 'stack.json';
const TOOL_OPTIONS = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
/** Tools whose class differs between the release lines of Kafka. */
const MOVED_TOOLS = {
  consoleProducer: { 3: 'kafka.tools.ConsoleProducer', 4: 'org.apache.kafka.tools.ConsoleProducer' },
  config: { 3: 'kafka.admin.ConfigCommand', 4: 'org.apache.kafka.tools.ConfigCommand' },
} as const;
/** Kafka 4 accepts the old option with a warning among the records. */
const PRINT_OPTION = { 3: '--property', 4: '--formatter-property' } as const;
const CONSOLE_CONSUMER = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
const UTF8 = '--default-character-set=utf8mb4';

/** The command-line tools of Kafka and of the database, for the servers of a stack. */
export class StackTools {
  readonly mysql: MysqlAccess;
  readonly #data: DataDirectory;
  readonly #state: StackState;

  private constructor(data: DataDirectory, state: StackState, mysql: MysqlAccess) {
    this.#data = data;
    this.#state = state;
    this.mysql = mysql;
  }

  static async create(data: DataDirectory, state: StackState): Promise<StackTools> {
    await writeFile(toolLog4jPath(data), toolLog4j());
    const users = await loadUsers(WEATHER_DATABASE, data.folder('secrets'));
    return new StackTools(data, state, {
      host: LOOPBACK,
      port: state.mysqlPort,
      database: WEATHER_DATABASE,
      users,
    });
  }

  /** Writes the state that `runningStack` reads. */
  async saveState(): Promise<void> {
    await writeFile(statePath(this.#data), JSON.stringify(this.#state));
  }

  /** Deletes that state. */
  async deleteState(): Promise<void> {
    await rm(statePath(this.#data), { force: true });
  }

  get brokers(): string[] {
    return this.#state.kafkaPorts.map((port) => `${LOOPBACK}:${port}`);
  }

  /**
   * The command of a Kafka tool by its class, such as `org.apache.kafka.tools.TopicCommand`.
   * @param javaOptions default: options for a quick start and little memory; a benchmark needs Java's best compiler.
   */
  kafkaTool(
    mainClass: string,
    args: readonly string[],
    javaOptions: readonly string[] = TOOL_OPTIONS,
  ): ToolCommand {
    const { jars } = this.#state;
    if (jars === undefined) throw new Error('Kafka was not started in this stack');
    const command = javaCommand({ jars, log4j: toolLog4jPath(this.#data) }, javaOptions, mainClass, args);
    return { ...command, env: javaEnvironment() };
  }

  /** Kafka's console consumer on a topic, with its own options. */
  consoleConsumer(topic: string, options: readonly string[] = []): ToolCommand {
    const servers = this.brokers.join(',');
    return this.kafkaTool(CONSOLE_CONSUMER, ['--bootstrap-server', servers, '--topic', topic, ...options]);
  }

  /** Options of the console consumer for the format of printed records, such as `print.key`. */
  printOptions(properties: Readonly<Record<string, string>>): string[] {
    const option = PRINT_OPTION[this.#state.kafkaLine];
    return Object.entries(properties).flatMap(([name, value]) => [option, `${name}=${value}`]);
  }

  /** Kafka's console producer, which sends the lines of its input. */
  consoleProducer(topic: string, options: readonly string[] = []): ToolCommand {
    return this.#toBrokers('consoleProducer', ['--topic', topic, ...options]);
  }

  /** Kafka's tool for the settings of topics and brokers. */
  configTool(options: readonly string[]): ToolCommand {
    return this.#toBrokers('config', options);
  }

  /** The database's command-line client; the password is in its environment, not among its arguments. */
  sqlClient(role: Role): ToolCommand {
    const { client } = this.#state;
    if (client === undefined) throw new Error('the database was not started in this stack');
    const { host, port, database, users } = this.mysql;
    const { user, password } = users[role];
    const tls = client.flavor === 'mariadb' ? '--skip-ssl' : '--get-server-public-key';
    const server = ['--protocol=tcp', `--host=${host}`, `--port=${port}`, `--user=${user}`];
    return {
      command: client.program,
      args: ['--no-defaults', ...server, tls, UTF8, `--database=${database}`],
      env: { MYSQL_PWD: password },
    };
  }

  #toBrokers(tool: keyof typeof MOVED_TOOLS, options: readonly string[]): ToolCommand {
    const mainClass = MOVED_TOOLS[tool][this.#state.kafkaLine];
    return this.kafkaTool(mainClass, ['--bootstrap-server', this.brokers.join(','), ...options]);
  }
}

/**
 * The tools for the stack that another process runs in a data folder.
 * @throws ConfigurationError when none runs there.
 */
export async function runningStack(dataDirectory: string): Promise<StackTools> {
  const data = new DataDirectory(dataDirectory);
  const state = await readFile(statePath(data), 'utf8').catch(() => undefined);
  if (state === undefined || (await findOwner(data)) === undefined) {
    throw ConfigurationError.of(
      'DEV_STACK_DATA',
      `no running servers in ${data.path}; run npm start, or pass --data DIR`,
    );
  }
  return StackTools.create(data, JSON.parse(state) as StackState);
}

function statePath(data: DataDirectory): string {
  return join(data.folder('run'), STATE_FILE);
}

function toolLog4jPath(data: DataDirectory): string {
  return join(data.folder('conf'), 'tool-log4j.properties');
}
