import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { runningStack, type DatabaseUser, type ToolCommand } from '@weather/dev-stack';
import type { Environment } from '@weather/service-runtime';
import { appEnvironment } from './app-environment.ts';
import { topicAndGroup, type LaunchContext } from './launch-context.ts';

const PRINT_OPTIONS = { 'print.key': 'true' };
const INTERRUPTED = 130;

/** Runs a statement as the read-only user, or opens the interactive client without one. */
export async function runSql(dataDirectory: string, statement: string | undefined): Promise<number> {
  const { command, args, env } = (await runningStack(dataDirectory)).sqlClient('reader');
  const execute = statement === undefined ? [] : ['--execute', statement];
  return runInTerminal({ command, args: [...args, ...execute], env });
}

/** Prints a topic's records, key and value, with options of Kafka's console consumer. */
export async function printTopic(
  dataDirectory: string,
  topic: string,
  options: readonly string[],
): Promise<number> {
  const tools = await runningStack(dataDirectory);
  return runInTerminal(tools.consoleConsumer(topic, [...tools.printOptions(PRINT_OPTIONS), ...options]));
}

/** The commands that write; all others run as the read-only user. */
const WRITING_COMMANDS = [['rollups', 'rebuild']];

/** Runs a `weather` command on the running servers, as a database user with no more rights than it needs. */
export async function runWeather(
  dataDirectory: string,
  args: readonly string[],
  { appsDirectory, environment }: LaunchContext,
): Promise<number> {
  const { brokers, mysql } = await runningStack(dataDirectory);
  const { host, port, database, users } = mysql;
  const env = appEnvironment(operatorEnvironment(environment, users.operator), {
    ...topicAndGroup(environment),
    brokers,
    mysql: { host, port, login: { database, ...users[databaseRole(args)] } },
    source: undefined,
    files: {},
    replay: {},
  });
  const script = join(appsDirectory, 'cli', 'main.js');
  return runInTerminal({ command: process.execPath, args: [script, ...args], env });
}

function databaseRole(args: readonly string[]): 'maintenance' | 'reader' {
  const isWriting = WRITING_COMMANDS.some((words) => words.every((word, index) => args[index] === word));
  return isWriting ? 'maintenance' : 'reader';
}

function operatorEnvironment(inherited: Environment, { user, passwordFile }: DatabaseUser): Environment {
  return {
    ...inherited,
    MYSQL_OPERATOR_USER: user,
    MYSQL_OPERATOR_PASSWORD: undefined,
    MYSQL_OPERATOR_PASSWORD_FILE: passwordFile,
  };
}

/** Runs a tool in this terminal and returns its exit code. */
async function runInTerminal({ command, args, env }: ToolCommand): Promise<number> {
  const tool = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'inherit' });
  // The terminal sends Ctrl-C to the tool as well, which handles it itself.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => tool.kill('SIGTERM'));
  return new Promise<number>((resolve, reject) => {
    tool.once('error', reject);
    tool.once('exit', (code) => resolve(code ?? INTERRUPTED));
  });
}
