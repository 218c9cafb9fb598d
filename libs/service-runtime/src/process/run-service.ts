import { createLogger, LoggingConfig, type Logger } from '../logging/logger.ts';
import { ConfigurationError } from '../settings/configuration-error.ts';
import { settingsHelp } from '../settings/describe-settings.ts';
import { loadSettings, type Sections, type SettingsOf } from '../settings/load-settings.ts';
import { WaitAbortedError } from '../retry/with-retry.ts';
import type { ConfigClass } from '../settings/setting.ts';
import { ExitError, UsageError } from './exit-error.ts';

/** The context that an app runs in. */
export interface ServiceContext<S extends Sections> {
  readonly settings: SettingsOf<S>;
  readonly logger: Logger;
  /** Aborted on SIGTERM, SIGINT or when the parent process is gone: finish the work in flight and return. */
  readonly signal: AbortSignal;
  /** Command-line arguments, without `--help`. */
  readonly args: readonly string[];
  /** Registers a clean-up; they run last first, after `run` has returned or thrown. */
  readonly onStop: (cleanUp: () => Promise<void> | void) => void;
}

export interface ServiceDefinition<S extends Sections> {
  readonly name: string;
  /** One line for `--help`. */
  readonly summary: string;
  readonly sections: S;
  /** The settings of the log, if the app has other defaults. */
  readonly logging?: ConfigClass<LoggingConfig>;
  /** Where the log goes: `stderr` for a command that prints its result. Default: `stdout`. */
  readonly logTo?: 'stdout' | 'stderr';
  /** Does the work; returns when it is done or, for a service without an end, after the signal. */
  readonly run: (context: ServiceContext<S>) => Promise<void>;
}

const EXIT_FAILURE = 1;
const EXIT_MISUSE = 2;
const STOP_DEADLINE_MS = 10_000;
/** Validates the settings and exits with 0, or with 2 after listing every issue. */
export const CHECK_SETTINGS = '--check-settings';
const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/**
 * Runs an app from its configuration to its exit: `--help`, `--check-settings`, settings, logger, signals, clean-up.
 * The exit code is 0 after a clean end, 2 for invalid settings or arguments, that of an `ExitError`, and 1 for any other failure
 * or if stopping takes longer than 10 s.
 */
export async function runService<S extends Sections>(definition: ServiceDefinition<S>): Promise<void> {
  const { name, summary, run } = definition;
  const sections = { ...definition.sections, logging: definition.logging ?? LoggingConfig };
  if (process.argv.includes('--help')) {
    process.stdout.write(settingsHelp(name, summary, sections));
    return;
  }
  const settings = loadOrExplain(sections);
  if (settings === undefined || process.argv.includes(CHECK_SETTINGS)) return;
  const logger = createLogger(name, settings.logging, definition.logTo);
  const cleanUps: (() => Promise<void> | void)[] = [];
  const signal = stopSignal(logger);
  try {
    await run({
      settings: settings,
      logger,
      signal,
      args: process.argv.slice(2),
      onStop: (cleanUp) => cleanUps.push(cleanUp),
    });
  } catch (error) {
    if (!(error instanceof WaitAbortedError)) reportFailure(error, logger);
  }
  await cleanUpAll(cleanUps, logger);
  logger.info('stopped');
  exitWhenLogged(logger);
}

function loadOrExplain<S extends Sections>(sections: S): SettingsOf<S> | undefined {
  try {
    return loadSettings(sections, process.env);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = EXIT_MISUSE;
    return undefined;
  }
}

function stopSignal(logger: Logger): AbortSignal {
  const controller = new AbortController();
  const stop = (reason: string): void => {
    if (controller.signal.aborted) return;
    logger.info('stopping', { reason });
    setTimeout(() => {
      logger.error('did not stop in time', { deadlineMs: STOP_DEADLINE_MS });
      process.exit(EXIT_FAILURE);
    }, STOP_DEADLINE_MS).unref();
    controller.abort();
  };
  for (const name of STOP_SIGNALS) process.on(name, () => stop(name));
  if (process.channel) process.once('disconnect', () => stop('the parent process is gone'));
  process.channel?.unref();
  return controller.signal;
}

function reportFailure(error: unknown, logger: Logger): void {
  if (error instanceof ConfigurationError || error instanceof UsageError) {
    logger.error(error.message);
    process.exitCode = EXIT_MISUSE;
    return;
  }
  if (error instanceof ExitError) {
    logger.error(error.message);
    process.exitCode = error.exitCode;
    return;
  }
  logger.error('failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exitCode = EXIT_FAILURE;
}

async function cleanUpAll(cleanUps: (() => Promise<void> | void)[], logger: Logger): Promise<void> {
  for (const cleanUp of cleanUps.reverse()) {
    try {
      await cleanUp();
    } catch (error) {
      reportFailure(error, logger);
    }
  }
}

/** Libraries may leave sockets and timers behind; they must not keep the process alive once its work is done. */
function exitWhenLogged(logger: Logger): void {
  logger.once('finish', () => process.stdout.write('', () => process.exit()));
  logger.end();
}
