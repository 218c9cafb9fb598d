import { join } from 'node:path';
import type { Role } from '@weather/dev-stack';
import type { Environment, Logger } from '@weather/service-runtime';
import { appEnvironment, type AppName, type AppSettings } from './app-environment.ts';
import { AppProcess, describeExit } from './app-process.ts';
import type { RunEnd } from './run-end.ts';
import type { Servers } from './servers.ts';

export interface PipelineOptions {
  readonly servers: Pick<Servers, 'brokers' | 'mysql'>;
  /** Holds the apps as they are built: `migrator/main.js` and so on. */
  readonly appsDirectory: string;
  /** What the apps inherit. */
  readonly environment: Environment;
  readonly settings: Omit<AppSettings, 'brokers' | 'mysql'>;
  /** Called once the apps run. */
  readonly whenStarted: () => void;
  /** Awaited when a source that has an end is at it, and the pipeline ends; without it, the consumer goes on. */
  readonly whenSourceEnded: (() => Promise<void>) | undefined;
  readonly end: RunEnd;
  readonly logger: Logger;
}

const EXIT_OK = 0;
/** As whom each app logs in to the database. */
const ROLES = {
  migrator: 'migrator',
  consumer: 'consumer',
  dashboard: 'reader',
  notifier: 'notifier',
  maintenance: 'maintenance',
} as const satisfies Record<Exclude<AppName, 'producer'>, Role>;
/** Those that run until they are stopped, in the order of their start. */
const SERVICES = ['maintenance', 'notifier', 'dashboard', 'consumer'] as const;

/** The migrator, then the services in their order and the producer, on servers that run: stopped in the other order. */
export class Pipeline {
  readonly #options: PipelineOptions;
  /** The newest first: whoever writes is stopped before whoever reads. */
  readonly #running: AppProcess[] = [];

  constructor(options: PipelineOptions) {
    this.#options = options;
  }

  /** Runs until its end is asked for, a part of it fails, or its source is at its end; the apps have ended then. */
  async run(): Promise<void> {
    const { end } = this.#options;
    try {
      if (await this.#prepareTables()) await this.#runApps();
    } catch (error) {
      // What was under way when the end came may fail because of it.
      if (!end.signal.aborted) throw error;
    } finally {
      end.finish();
      for (const app of this.#running.splice(0)) await this.#stop(app);
    }
  }

  async #prepareTables(): Promise<boolean> {
    const { end, logger } = this.#options;
    const migrator = this.#start('migrator', ['up']);
    const exit = await Promise.race([migrator.exit, end.reached()]);
    if (exit === undefined) return false;
    this.#running.pop();
    if (exit.code === EXIT_OK) logger.info('tables and topics are ready');
    else end.fail(`the migrator has ended with ${describeExit(exit)}`);
    return !end.signal.aborted;
  }

  async #runApps(): Promise<void> {
    const { end, logger, whenStarted } = this.#options;
    const services = SERVICES.map((name) => this.#start(name));
    const producer = this.#start('producer');
    logger.info('producer, consumer, dashboard, notifier and maintenance started');
    whenStarted();
    await Promise.race([
      end.reached(),
      ...services.map((app) => this.#watch(app)),
      this.#watchProducer(producer),
    ]);
  }

  /** Of an app that has no end of its own. */
  async #watch(app: AppProcess): Promise<void> {
    this.#options.end.fail(`the ${app.name} has ended with ${describeExit(await app.exit)}`);
  }

  async #watchProducer(producer: AppProcess): Promise<void> {
    const { end, logger, whenSourceEnded } = this.#options;
    const exit = await producer.exit;
    if (exit.code !== EXIT_OK) {
      end.fail(`the producer has ended with ${describeExit(exit)}`);
    } else if (whenSourceEnded !== undefined) {
      logger.info('the source is at its end, waiting until everything is stored');
      await whenSourceEnded();
      logger.info('everything is stored');
    } else if (!end.signal.aborted) {
      logger.info('the source is at its end, the consumer goes on; Ctrl-C ends it');
      await end.reached();
    }
  }

  #start(name: AppName, args: readonly string[] = []): AppProcess {
    const { appsDirectory, environment, settings, servers, logger } = this.#options;
    const mysql = name === 'producer' ? undefined : servers.mysql(ROLES[name]);
    const env = appEnvironment(environment, { ...settings, brokers: servers.brokers, mysql });
    const app = new AppProcess(name, join(appsDirectory, name, 'main.js'), args, env);
    app.onceAnswering((address) => logger.info(`the ${name}: ${address}`));
    this.#running.unshift(app);
    return app;
  }

  /** The apps say themselves that they stop in order. */
  async #stop(app: AppProcess): Promise<void> {
    if (!app.running) return;
    const exit = await app.stop();
    if (exit.code !== EXIT_OK) {
      this.#options.logger.warn(`the ${app.name} has ended with ${describeExit(exit)}`);
    }
  }
}
