import { DevStackConfig } from '@weather/dev-stack';
import { createLogger, LoggingConfig, loadSettings, type Logger } from '@weather/service-runtime';
import { environmentToCheck, type AppSettings } from './app-environment.ts';
import { checkSettings } from './check-settings.ts';
import type { RunOptions } from './command-line.ts';
import { listenForEnd } from './end-requests.ts';
import { explainApps, explainServers } from './explanations.ts';
import { Pipeline } from './pipeline.ts';
import { RunEnd } from './run-end.ts';
import { startServers, type Servers } from './servers.ts';
import { waitUntilStored } from './stored-everything.ts';
import {
  dashboardPort,
  dataDirectoryOf,
  defaultDataDirectory,
  namedFile,
  topicAndGroup,
  type Surroundings,
} from './surroundings.ts';

/** Variables that name files which the apps read. */
const FILE_VARIABLES = ['ALERT_RULES_PATH', 'DASHBOARD_PLACES_PATH', 'NOTIFIER_RECEIVERS_PATH'];

/**
 * Starts the servers and the apps and runs until they end; nothing is left running then.
 * @returns whether nothing failed.
 * @throws UsageError, ConfigurationError or what else keeps the servers from starting.
 */
export async function runPipeline(run: RunOptions, surroundings: Surroundings): Promise<boolean> {
  const { environment } = surroundings;
  const { logging, stack: config } = loadSettings(
    { logging: LoggingConfig, stack: DevStackConfig },
    environment,
  );
  const settings = appSettings(run, surroundings);
  const dataDirectory = dataDirectoryOf(run.dataDirectory, surroundings);
  const logger = createLogger('pipeline', {
    ...logging,
    format: environment['LOG_FORMAT'] ? logging.format : 'pretty',
  });
  if (!run.serversOnly) await checkAppSettings(run, settings, surroundings);
  const end = new RunEnd(logger);
  listenForEnd(end, environment);
  const appPorts = run.serversOnly ? [] : [dashboardPort(environment)];
  const servers = await startServers({ run, config, dataDirectory, appPorts, logger, end }).catch(
    (error: unknown) => {
      if (end.signal.aborted) return undefined;
      throw error;
    },
  );
  if (servers === undefined) return !end.failed;
  try {
    if (run.serversOnly) await runServers(servers, end, logger);
    else await runApps({ run, surroundings, settings, servers, end, logger });
  } finally {
    await servers.stop();
  }
  logger.info('everything has ended');
  return !end.failed;
}

async function checkAppSettings(
  run: RunOptions,
  settings: AppsRun['settings'],
  { environment, appsDirectory }: Surroundings,
): Promise<void> {
  const brokers = run.kafkaServers?.map(({ host, port }) => `${host}:${port}`);
  const given = { brokers, mysql: run.mysqlServer !== undefined };
  await checkSettings(appsDirectory, environmentToCheck(environment, settings, given));
}

async function runServers(servers: Servers, end: RunEnd, logger: Logger): Promise<void> {
  for (const line of explainServers(servers)) logger.info(line);
  await end.reached();
}

interface AppsRun {
  readonly run: RunOptions;
  readonly surroundings: Surroundings;
  readonly settings: Omit<AppSettings, 'brokers' | 'mysql'>;
  readonly servers: Servers;
  readonly end: RunEnd;
  readonly logger: Logger;
}

async function runApps({ run, surroundings, settings, servers, end, logger }: AppsRun): Promise<void> {
  const { stack } = servers;
  const { appsDirectory, environment } = surroundings;
  const whenSourceEnded =
    run.exitWhenDone && stack !== undefined ? () => waitUntilStored(stack, settings, end.signal) : undefined;
  const dataDirectory = dataDirectoryOf(run.dataDirectory, surroundings);
  const otherData = dataDirectory === defaultDataDirectory(surroundings) ? undefined : dataDirectory;
  const whenStarted = (): void => {
    for (const line of explainApps(servers, settings.topic, otherData)) logger.info(line);
  };
  const pipeline = new Pipeline({
    servers,
    appsDirectory,
    environment,
    settings,
    whenStarted,
    whenSourceEnded,
    end,
    logger,
  });
  await pipeline.run();
}

function appSettings(run: RunOptions, surroundings: Surroundings): AppsRun['settings'] {
  const { environment } = surroundings;
  const file = namedFile({ option: '--file', variable: 'REPLAY_FILE' }, run.replay.file, surroundings);
  const mapping = namedFile(
    { option: '--mapping', variable: 'REPLAY_MAPPING' },
    run.replay.mapping,
    surroundings,
  );
  return {
    source: run.source,
    files: appFiles(surroundings),
    replay: {
      ...(file === undefined ? {} : { file }),
      ...(mapping === undefined ? {} : { mapping }),
      ...(run.replay.speed === undefined ? {} : { speed: run.replay.speed }),
    },
    ...topicAndGroup(environment),
  };
}

function appFiles(surroundings: Surroundings): AppSettings['files'] {
  const files = FILE_VARIABLES.map(
    (variable) => [variable, namedFile({ option: variable, variable }, undefined, surroundings)] as const,
  );
  return Object.fromEntries(files.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
