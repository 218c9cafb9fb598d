import { DevStackConfig, MissingProgramError } from '@weather/dev-stack';
import {
  ConfigurationError,
  LoggingConfig,
  formatError,
  settingsHelp,
  UsageError,
} from '@weather/service-runtime';
import { printTopic, runSql, runWeather } from './client-tools.ts';
import { parseCommandLine, type Command } from './command-line.ts';
import { HELP } from './help-text.ts';
import { resolveDataDirectory, type LaunchContext } from './launch-context.ts';
import { launch } from './launch.ts';

const EXIT_OK = 0;
const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;
const REQUIRED_NODE_MAJOR = 24;
const SETTINGS_SUMMARY = 'takes these besides the settings of the apps, which it passes on.';

/** Runs the command of the command line and returns the exit code. */
export async function runCommand(args: readonly string[], context: LaunchContext): Promise<number> {
  try {
    const command = parseCommandLine(args);
    if (command.name !== 'help') return await execute(command, context);
    const sections = { stack: DevStackConfig, logging: LoggingConfig };
    process.stdout.write(HELP + settingsHelp('npm start', SETTINGS_SUMMARY, sections));
    return EXIT_OK;
  } catch (error) {
    process.stderr.write(`${formatError(error)}\n`);
    if (error instanceof UsageError) process.stderr.write('See npm start -- --help.\n');
    return isUsageProblem(error) ? EXIT_USAGE : EXIT_FAILURE;
  }
}

async function execute(
  command: Exclude<Command, { readonly name: 'help' }>,
  context: LaunchContext,
): Promise<number> {
  const dataDirectory = resolveDataDirectory(command.dataDirectory, context);
  switch (command.name) {
    case 'sql':
      return await runSql(dataDirectory, command.statement);
    case 'topic':
      return await printTopic(dataDirectory, command.topic, command.options);
    case 'weather':
      return await runWeather(dataDirectory, command.args, context);
    case 'run':
      requireNode(process.versions.node);
      return (await launch(command, context)) ? EXIT_OK : EXIT_FAILURE;
  }
}

/**
 * Checks the Node of this process, on which the apps run.
 * @throws UsageError when it is too old for them.
 */
export function requireNode(version: string): void {
  if (Number.parseInt(version, 10) >= REQUIRED_NODE_MAJOR) return;
  throw new UsageError(
    `Node ${REQUIRED_NODE_MAJOR} is required, this is ${version}: use npm start, which brings its own on Linux, or install Node ${REQUIRED_NODE_MAJOR}`,
  );
}

function isUsageProblem(error: unknown): boolean {
  return (
    error instanceof UsageError || error instanceof ConfigurationError || error instanceof MissingProgramError
  );
}
