import { DevStackConfig } from '@weather/dev-stack';
import { createLogger, LoggingConfig, loadSettings, type Logger } from '@weather/service-runtime';
import { definedEntries, settingsCheckEnvironment, type AppSettings } from './app-environment.ts';
import { AppSupervisor } from './app-supervisor.ts';
import { checkSettings } from './check-settings.ts';
import type { RunOptions } from './command-line.ts';
import {
  dashboardPort,
  defaultDataDirectory,
  resolveDataDirectory,
  resolveFile,
  topicAndGroup,
  type LaunchContext,
} from './launch-context.ts';
import { startServers, type Servers } from './servers.ts';
import { requestShutdownOnSignals, ShutdownController } from './shutdown-controller.ts';
import { serversBanner, startupBanner } from './startup-banner.ts';
import { waitUntilDrained } from './wait-until-drained.ts';

/** Variables that name files which the apps read. */
const FILE_VARIABLES = ['ALERT_RULES_PATH', 'DASHBOARD_LOCATIONS_PATH', 'NOTIFIER_RECEIVERS_PATH'];

/**
 * Starts the servers and the apps and runs until they end; nothing is left running then.
 * @returns whether nothing failed.
 * @throws UsageError, ConfigurationError, or the error that keeps the servers from starting.
 */
export async function launch(run: RunOptions, context: LaunchContext): Promise<boolean> {
  const { environment } = context;
  const { logging, stack: config } = loadSettings(
    { logging: LoggingConfig, stack: DevStackConfig },
    environment,
  );
  const settings = appSettings(run, context);
  const dataDirectory = resolveDataDirectory(run.dataDirectory, context);
  const logger = createLogger('launcher', {
    ...logging,
    format: environment['LOG_FORMAT'] ? logging.format : 'pretty',
  });
  if (!run.serversOnly) await checkAppSettings(run, settings, context);
  const shutdown = new ShutdownController(logger);
  requestShutdownOnSignals(shutdown, environment);
  const appPorts = run.serversOnly ? [] : [dashboardPort(environment)];
  const servers = await startServers({ run, config, dataDirectory, appPorts, logger, shutdown }).catch(
    (error: unknown) => {
      if (shutdown.signal.aborted) return undefined;
      throw error;
    },
  );
  if (servers === undefined) return !shutdown.failed;
  try {
    if (run.serversOnly) await runServers(servers, shutdown, logger);
    else await runApps({ run, context, settings, servers, shutdown, logger });
  } finally {
    await servers.stop();
  }
  logger.info('all processes stopped');
  return !shutdown.failed;
}

async function checkAppSettings(
  run: RunOptions,
  settings: AppsRun['settings'],
  { environment, appsDirectory }: LaunchContext,
): Promise<void> {
  const brokers = run.kafkaServers?.map(({ host, port }) => `${host}:${port}`);
  const existing = { brokers, mysql: run.mysqlServer !== undefined };
  await checkSettings(appsDirectory, settingsCheckEnvironment(environment, settings, existing));
}

async function runServers(servers: Servers, shutdown: ShutdownController, logger: Logger): Promise<void> {
  for (const line of serversBanner(servers)) logger.info(line);
  await shutdown.whenRequested();
}

interface AppsRun {
  readonly run: RunOptions;
  readonly context: LaunchContext;
  readonly settings: Omit<AppSettings, 'brokers' | 'mysql'>;
  readonly servers: Servers;
  readonly shutdown: ShutdownController;
  readonly logger: Logger;
}

async function runApps({ run, context, settings, servers, shutdown, logger }: AppsRun): Promise<void> {
  const { stack } = servers;
  const { appsDirectory, environment } = context;
  const onSourceEnded =
    run.exitWhenDone && stack !== undefined
      ? () => waitUntilDrained(stack, settings, shutdown.signal)
      : undefined;
  const dataDirectory = resolveDataDirectory(run.dataDirectory, context);
  const otherData = dataDirectory === defaultDataDirectory(context) ? undefined : dataDirectory;
  const onStarted = (): void => {
    for (const line of startupBanner(servers, settings.topic, otherData)) logger.info(line);
  };
  const options = { servers, appsDirectory, environment, settings, onStarted, onSourceEnded };
  await new AppSupervisor({ ...options, shutdown, logger }).run();
}

function appSettings(run: RunOptions, context: LaunchContext): AppsRun['settings'] {
  const { file, mapping, speed } = run.replay;
  const files = FILE_VARIABLES.map((variable) => [variable, resolveFile({ variable }, undefined, context)]);
  return {
    source: run.source,
    files: definedEntries(Object.fromEntries(files) as Record<string, string | undefined>),
    replay: definedEntries({
      file: resolveFile({ variable: 'REPLAY_FILE', option: '--file' }, file, context),
      mapping: resolveFile({ variable: 'REPLAY_MAPPING', option: '--mapping' }, mapping, context),
      speed,
    }),
    ...topicAndGroup(context.environment),
  };
}
