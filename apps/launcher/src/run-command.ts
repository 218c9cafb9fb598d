import { DevStackConfig, MissingProgramError } from '@weather/dev-stack';
import {
  ConfigurationError,
  LoggingConfig,
  reasonOf,
  settingsHelp,
  UsageError,
} from '@weather/service-runtime';
import { printTopic, runSql, runWeather } from './client-tools.ts';
import { parseCommandLine } from './command-line.ts';
import { HELP } from './help-text.ts';
import { requireNode } from './require-node.ts';
import { runPipeline } from './run-pipeline.ts';
import { dataDirectoryOf, type Surroundings } from './surroundings.ts';

const EXIT_OK = 0;
const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

/** Does what the command line asks for; the exit code is the result. */
export async function runCommand(
  args: readonly string[],
  surroundings: Surroundings,
  write: { readonly out: (text: string) => void; readonly error: (text: string) => void },
): Promise<number> {
  try {
    const command = parseCommandLine(args);
    switch (command.name) {
      case 'help':
        write.out(
          HELP +
            settingsHelp('npm start', SETTINGS_SUMMARY, { stack: DevStackConfig, logging: LoggingConfig }),
        );
        return EXIT_OK;
      case 'sql':
        return await runSql(dataDirectoryOf(command.dataDirectory, surroundings), command.statement);
      case 'topic':
        return await printTopic(
          dataDirectoryOf(command.dataDirectory, surroundings),
          command.topic,
          command.options,
        );
      case 'weather':
        return await runWeather(
          dataDirectoryOf(command.dataDirectory, surroundings),
          command.args,
          surroundings,
        );
      case 'run':
        requireNode(process.versions.node);
        return (await runPipeline(command, surroundings)) ? EXIT_OK : EXIT_FAILURE;
    }
  } catch (error) {
    write.error(`${reasonOf(error)}\n`);
    if (error instanceof UsageError) write.error('npm start -- --help shows what is possible.\n');
    return isUsersFault(error) ? EXIT_USAGE : EXIT_FAILURE;
  }
}

const SETTINGS_SUMMARY = 'takes these besides the settings of the apps, which it passes on.';

function isUsersFault(error: unknown): boolean {
  return (
    error instanceof UsageError || error instanceof ConfigurationError || error instanceof MissingProgramError
  );
}
