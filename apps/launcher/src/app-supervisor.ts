import type { ChildProgram, ExitStatus, Role } from '@weather/dev-stack';
import { parseReadyMessage, type Environment, type Logger } from '@weather/service-runtime';
import { appEnvironment, type AppName, type AppSettings } from './app-environment.ts';
import { describeExit, startApp } from './app-process.ts';
import type { Servers } from './servers.ts';
import type { ShutdownController } from './shutdown-controller.ts';

export interface AppSupervisorOptions {
  readonly servers: Pick<Servers, 'brokers' | 'mysql'>;
  /** Holds the built apps: `migrator/main.js` and so on. */
  readonly appsDirectory: string;
  /** The environment that the apps inherit. */
  readonly environment: Environment;
  readonly settings: Omit<AppSettings, 'brokers' | 'mysql'>;
  /** Called once all apps are started. */
  readonly onStarted: () => void;
  /** Awaited when the producer has reached the end of its source, before everything stops; without it the consumer keeps running. */
  readonly onSourceEnded: (() => Promise<void>) | undefined;
  readonly shutdown: ShutdownController;
  readonly logger: Logger;
}

const EXIT_OK = 0;
/** The database user of each app. */
const ROLES = {
  migrator: 'migrator',
  consumer: 'consumer',
  dashboard: 'reader',
  notifier: 'notifier',
  maintenance: 'maintenance',
} as const satisfies Record<Exclude<AppName, 'producer'>, Role>;
/** The apps that run until they are stopped, in the order of their start. */
const SERVICES = ['maintenance', 'notifier', 'dashboard', 'consumer'] as const;

interface RunningApp {
  readonly name: AppName;
  readonly program: ChildProgram;
}

/** Runs the migrator, then the services and the producer, and stops them in reverse order. */
export class AppSupervisor {
  readonly #options: AppSupervisorOptions;
  /** The newest first: writers are stopped before readers. */
  readonly #running: RunningApp[] = [];

  constructor(options: AppSupervisorOptions) {
    this.#options = options;
  }

  /** Runs until shutdown is requested, an app fails or the source ends; all apps have exited when it returns. */
  async run(): Promise<void> {
    const { shutdown } = this.#options;
    try {
      if (await this.#prepareTables()) await this.#runApps();
    } catch (error) {
      // Work in progress may fail because of the shutdown.
      if (!shutdown.signal.aborted) throw error;
    } finally {
      shutdown.finish();
      for (const app of this.#running.splice(0)) await this.#stop(app);
    }
  }

  async #prepareTables(): Promise<boolean> {
    const { shutdown, logger } = this.#options;
    const migrator = this.#start('migrator', ['up']);
    const exit = await Promise.race([migrator.program.exited, shutdown.whenRequested()]);
    if (exit === undefined) return false;
    this.#running.pop();
    if (exit === EXIT_OK) logger.info('tables and topics are ready');
    else this.#fail(migrator, exit);
    return !shutdown.signal.aborted;
  }

  async #runApps(): Promise<void> {
    const { shutdown, logger, onStarted } = this.#options;
    const services = SERVICES.map((name) => this.#start(name));
    const producer = this.#start('producer');
    logger.info('producer, consumer, dashboard, notifier and maintenance started');
    onStarted();
    await Promise.race([
      shutdown.whenRequested(),
      ...services.map(async (app) => this.#fail(app, await app.program.exited)),
      this.#watchProducer(producer),
    ]);
  }

  async #watchProducer(producer: RunningApp): Promise<void> {
    const { shutdown, logger, onSourceEnded } = this.#options;
    const exit = await producer.program.exited;
    if (exit !== EXIT_OK) {
      this.#fail(producer, exit);
    } else if (onSourceEnded !== undefined) {
      logger.info('replay finished; waiting until everything is stored');
      await onSourceEnded();
      logger.info('everything is stored');
    } else if (!shutdown.signal.aborted) {
      logger.info('replay finished; the consumer keeps running (Ctrl-C to stop)');
      await shutdown.whenRequested();
    }
  }

  #fail({ name }: RunningApp, exit: ExitStatus): void {
    this.#options.shutdown.fail(`${name} exited unexpectedly (${describeExit(exit)})`);
  }

  #start(name: AppName, args: readonly string[] = []): RunningApp {
    const { appsDirectory, environment, settings, servers, logger } = this.#options;
    const mysql = name === 'producer' ? undefined : servers.mysql(ROLES[name]);
    const env = appEnvironment(environment, { ...settings, brokers: servers.brokers, mysql });
    const program = startApp(name, appsDirectory, args, env);
    program.onMessage((message) => {
      const address = parseReadyMessage(message);
      if (address !== undefined) logger.info(`Dashboard ready: ${address}`);
    });
    const app = { name, program };
    this.#running.unshift(app);
    return app;
  }

  async #stop({ name, program }: RunningApp): Promise<void> {
    if (!program.running) return;
    const exit = await program.stop();
    // An app that has not installed its signal handler yet exits with the signal.
    if (exit === EXIT_OK || exit === 'SIGTERM') this.#options.logger.info(`${name} stopped`);
    else this.#options.logger.warn(`${name} stopped with ${describeExit(exit)}`);
  }
}
