import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ConfigurationError } from '@weather/service-runtime';
import { DataDirectory } from './data-directory.ts';
import {
  accountStatements,
  usersOf,
  WEATHER_DATABASE,
  type MysqlAccess,
  type Role,
} from './database/accounts.ts';
import type { Client } from './database/mysqld.ts';
import type { KafkaLine } from './download/packages.ts';
import { javaCommand, javaEnvironment } from './kafka/java.ts';
import { toolLog4j } from './kafka/logging.ts';
import { ownerOf } from './ownership.ts';
import { LOOPBACK } from './process/ports.ts';

/** A program to run, with its arguments and the variables it needs beside those of this process. */
export interface ToolCommand {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

/** What the tools need to know of a running stack. */
export interface StackState {
  readonly kafkaLine: KafkaLine;
  readonly kafkaPorts: readonly number[];
  readonly mysqlPort: number;
  readonly jars?: string;
  readonly client?: Client;
}

const STATE_FILE = 'stack.json';
const TOOL_OPTIONS = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
/** Tools whose class has moved from one line of Kafka to the next. */
const MOVED_TOOLS = {
  consoleProducer: { 3: 'kafka.tools.ConsoleProducer', 4: 'org.apache.kafka.tools.ConsoleProducer' },
  config: { 3: 'kafka.admin.ConfigCommand', 4: 'org.apache.kafka.tools.ConfigCommand' },
} as const;
/** Kafka 4 takes the old one as well, and says among the records that it is old. */
const PRINT_OPTION = { 3: '--property', 4: '--formatter-property' } as const;
const CONSOLE_CONSUMER = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
const UTF8 = '--default-character-set=utf8mb4';

/** The command-line tools of Kafka and of the database, pointed at the servers of a stack. */
export class StackTools {
  readonly mysql: MysqlAccess;
  readonly #data: DataDirectory;
  readonly #state: StackState;

  private constructor(data: DataDirectory, state: StackState, mysql: MysqlAccess) {
    this.#data = data;
    this.#state = state;
    this.mysql = mysql;
  }

  static async of(data: DataDirectory, state: StackState): Promise<StackTools> {
    await writeFile(toolLogging(data), toolLog4j());
    return new StackTools(data, state, await accessTo(WEATHER_DATABASE, data, state.mysqlPort));
  }

  /** Notes the stack for `runningStack`. */
  async save(): Promise<void> {
    await writeFile(stateFile(this.#data), JSON.stringify(this.#state));
  }

  /** Takes the note back. */
  async forget(): Promise<void> {
    await rm(stateFile(this.#data), { force: true });
  }

  get brokers(): string[] {
    return this.#state.kafkaPorts.map((port) => `${LOOPBACK}:${port}`);
  }

  /**
   * Runs a tool of Kafka by its class, such as `org.apache.kafka.tools.TopicCommand`.
   * @param javaOptions default: what starts soon and stays small; a tool that measures needs Java's best compiler.
   */
  kafkaTool(
    mainClass: string,
    args: readonly string[],
    javaOptions: readonly string[] = TOOL_OPTIONS,
  ): ToolCommand {
    const { jars } = this.#state;
    if (jars === undefined) throw new Error('Kafka was not started in this stack');
    const command = javaCommand({ jars, log4j: toolLogging(this.#data) }, javaOptions, mainClass, args);
    return { ...command, env: javaEnvironment() };
  }

  /** Kafka's console consumer on a topic, with further options of its own. */
  consoleConsumer(topic: string, options: readonly string[] = []): ToolCommand {
    const servers = this.brokers.join(',');
    return this.kafkaTool(CONSOLE_CONSUMER, ['--bootstrap-server', servers, '--topic', topic, ...options]);
  }

  /** Options of the console consumer that say how records are printed, such as `print.key`. */
  printOptions(properties: Readonly<Record<string, string>>): string[] {
    const option = PRINT_OPTION[this.#state.kafkaLine];
    return Object.entries(properties).flatMap(([name, value]) => [option, `${name}=${value}`]);
  }

  /** Kafka's console producer to a topic, which sends the lines that it is given. */
  consoleProducer(topic: string, options: readonly string[] = []): ToolCommand {
    return this.#toBrokers('consoleProducer', ['--topic', topic, ...options]);
  }

  /** Kafka's tool that shows and changes settings of topics and brokers. */
  configTool(options: readonly string[]): ToolCommand {
    return this.#toBrokers('config', options);
  }

  /** The database's command-line client; the password is in its environment, not among its arguments. */
  sqlClient(role: Role, access: MysqlAccess = this.mysql): ToolCommand {
    const { client } = this.#state;
    if (client === undefined) throw new Error('the database was not started in this stack');
    const { user, password } = access.users[role];
    const tls = client.flavor === 'mariadb' ? '--skip-ssl' : '--get-server-public-key';
    const server = ['--protocol=tcp', `--host=${access.host}`, `--port=${access.port}`, `--user=${user}`];
    return {
      command: client.program,
      args: ['--no-defaults', ...server, tls, UTF8, `--database=${access.database}`],
      env: { MYSQL_PWD: password },
    };
  }

  #toBrokers(tool: keyof typeof MOVED_TOOLS, options: readonly string[]): ToolCommand {
    const mainClass = MOVED_TOOLS[tool][this.#state.kafkaLine];
    return this.kafkaTool(mainClass, ['--bootstrap-server', this.brokers.join(','), ...options]);
  }

  /** Makes a database with users of its own beside the pipeline's, or takes the one that is there. */
  async createDatabase(name: string): Promise<MysqlAccess> {
    const access = await accessTo(name, this.#data, this.#state.mysqlPort);
    const client = this.sqlClient('admin', { ...access, database: 'mysql' });
    await runStatements(client, accountStatements(name, access.users));
    return access;
  }
}

/**
 * The tools for the stack that another process runs in a data folder.
 * @throws ConfigurationError when none runs there.
 */
export async function runningStack(dataDirectory: string): Promise<StackTools> {
  const data = new DataDirectory(dataDirectory);
  const state = await readFile(stateFile(data), 'utf8').catch(() => undefined);
  if (state === undefined || (await ownerOf(data)) === undefined) {
    throw ConfigurationError.of(
      'DEV_STACK_DATA',
      `no servers run in ${data.path}: start them, or name their folder`,
    );
  }
  return StackTools.of(data, JSON.parse(state) as StackState);
}

/** Through standard input: the statements hold passwords, and arguments are visible to everybody. */
async function runStatements(
  { command, args, env }: ToolCommand,
  statements: readonly string[],
): Promise<void> {
  const client = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'ignore', 'pipe'] });
  client.stdin.on('error', () => undefined).end(statements.join('\n'));
  const [[code], complaint] = await Promise.all([
    once(client, 'close') as Promise<[number | null]>,
    text(client.stderr),
  ]);
  if (code !== 0) throw new Error(`the database refuses: ${complaint.trim()}`);
}

async function accessTo(database: string, data: DataDirectory, port: number): Promise<MysqlAccess> {
  return { host: LOOPBACK, port, database, users: await usersOf(database, data.of('secrets')) };
}

function stateFile(data: DataDirectory): string {
  return join(data.of('run'), STATE_FILE);
}

function toolLogging(data: DataDirectory): string {
  return join(data.of('conf'), 'tool-log4j.properties');
}
