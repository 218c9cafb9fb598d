import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type EntityManager, type Options } from '@mikro-orm/mysql';
import {
  Availability,
  ConfigurationError,
  NO_OP_OBSERVER,
  readCertificates,
  formatError,
  withRetry,
  type Logger,
  type ServiceObserver,
} from '@weather/service-runtime';
import { connectWithIdleTimeout } from './idle-timeout-socket.ts';
import type { DatabaseConfig } from './database-config.ts';
import {
  isAccessDenied,
  isEncryptionRefused,
  isLoginDenied,
  isMissingTable,
  isTransient,
  isUntrustedServer,
} from './database-errors.ts';
import { AlertEpisode } from './entities/alert-episode.ts';
import { ConsumerOffset } from './entities/consumer-offset.ts';
import {
  Notification,
  NotificationEvent,
  NotificationGroup,
  NotificationOutbox,
} from './entities/notification.ts';
import { Reading, RetentionCutoff, WarningTemperature } from './entities/reading.ts';
import { ReadingDay, ReadingHour, RollupDirtyHour } from './entities/rollups.ts';
import { Station, StationCheckpoint } from './entities/station.ts';
import { LocalInfile } from './local-infile.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { sessionStatements } from './session-statements.ts';

const LOGIN_PREFIX = 'MYSQL_';
const CONNECT_TIMEOUT_MS = 5_000;

export interface WaitOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onRetry?: () => Promise<void>;
}

/** The one place where connections to MySQL or MariaDB are made, through MikroORM. */
export class WeatherDatabase {
  readonly availability: Availability;
  /** Whether the server has accepted the login once: a login or certificate that is rejected later is an outage. */
  #hasAnswered = false;

  private constructor(
    readonly orm: MikroORM,
    /** What `LOAD DATA LOCAL` statements on these connections may read. */
    readonly localInfile: LocalInfile,
    private readonly config: Readonly<DatabaseConfig>,
    logger: Logger,
    observer: ServiceObserver,
  ) {
    this.availability = new Availability(`MySQL at ${config.host}:${config.port}`, logger, {
      observer,
      observedAs: 'mysql',
    });
  }

  /**
   * Waits until the server answers.
   * @param observer is notified of outages of `mysql`.
   * @throws ConfigurationError if it rejects the user, the password or the database, or its certificate is not trusted.
   */
  static async connect(
    config: Readonly<DatabaseConfig>,
    logger: Logger,
    signal?: AbortSignal,
    observer: ServiceObserver = NO_OP_OBSERVER,
  ): Promise<WeatherDatabase> {
    const localInfile = new LocalInfile();
    const orm = new MikroORM(ormOptions(config, localInfile));
    const database = new WeatherDatabase(orm, localInfile, config, logger, observer);
    await database.withRetry(() => database.execute('SELECT 1'), { signal });
    database.#hasAnswered = true;
    return database;
  }

  /** A new entity manager: one for each unit of work. */
  fork(): EntityManager {
    return this.orm.em.fork();
  }

  /** Runs one statement outside of any transaction and returns its rows. */
  async execute<T extends object>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return await this.fork().execute<T[]>(sql, [...parameters]);
  }

  /**
   * Retries work until the database recovers from any outage; the work must be safe to repeat. A login that was accepted once and
   * is rejected now, or a certificate that has expired, is an outage as well.
   * @throws ConfigurationError when the user lacks a right; other errors that are not transient as they are.
   */
  async withRetry<T>(work: () => Promise<T>, options: WaitOptions = {}): Promise<T> {
    return await this.#retry(work, isTransient, options);
  }

  /** Waits until the newest migration has been run. */
  async waitForTables(signal?: AbortSignal): Promise<void> {
    const newest = MIGRATIONS.at(-1)?.name;
    const check = async (): Promise<void> => {
      const rows = await this.execute('SELECT name FROM mikro_orm_migrations WHERE name = ?', [newest]);
      if (rows.length === 0) throw new TablesMissing(String(newest));
    };
    const isRetried = (error: unknown): boolean =>
      isTransient(error) || isMissingTable(error) || error instanceof TablesMissing;
    await this.#retry(check, isRetried, { signal });
  }

  async close(): Promise<void> {
    await this.orm.close(true);
  }

  async #retry<T>(
    work: () => Promise<T>,
    isRetried: (error: unknown) => boolean,
    { signal, onRetry }: WaitOptions,
  ): Promise<T> {
    try {
      return await withRetry(work, {
        availability: this.availability,
        isTransient: (error) =>
          this.#hasAnswered
            ? isRetried(error) || isLoginDenied(error)
            : isRetried(error) && !isMisconfigured(error),
        ...(signal && { signal }),
        ...(onRetry && { onRetry }),
      });
    } catch (error) {
      throw this.#explained(error);
    }
  }

  /** Turns a rejection of the connection into an error that names the setting. */
  #explained(error: unknown): unknown {
    const { host, port, user, database, loginPrefix = LOGIN_PREFIX } = this.config;
    const rejected = (setting: string, what: string, expected = ''): ConfigurationError =>
      ConfigurationError.of(setting, `${host}:${port} ${what}: ${formatError(error)}${expected}`);
    if (isAccessDenied(error)) {
      const login = `${loginPrefix}USER="${user}", MYSQL_DATABASE="${database}"`;
      const expected = '; expected the password of that user';
      return rejected(`${loginPrefix}PASSWORD`, `rejects the login (${login})`, expected);
    }
    if (this.#hasAnswered) return error;
    if (isUntrustedServer(error))
      return rejected('MYSQL_TLS_CA_PATH', 'shows a certificate that is not trusted');
    if (isEncryptionRefused(error)) return rejected('MYSQL_TLS', 'does not take the connection');
    return error;
  }
}

/** Whether a first connection fails until an operator changes a setting. */
function isMisconfigured(error: unknown): boolean {
  return isUntrustedServer(error) || isEncryptionRefused(error);
}

/** The newest migration has not been run. */
class TablesMissing extends Error {
  constructor(migration: string) {
    super(`the tables are not there yet: migration ${migration} has not been run (apps/migrator does)`);
  }
}

/** The part of a new connection that runs a statement; MikroORM passes the connection without a type. */
interface RawConnection {
  executeQuery(query: { readonly sql: string; readonly parameters: readonly unknown[] }): Promise<unknown>;
}

function ormOptions(config: Readonly<DatabaseConfig>, localInfile: LocalInfile): Options {
  const { host, port, database, user, password, connections, socketTimeoutMs, statementTimeoutMs } = config;
  return {
    host,
    port,
    dbName: database,
    user,
    password,
    timezone: 'Z',
    pool: { max: connections },
    entities: [
      Station,
      Reading,
      WarningTemperature,
      ConsumerOffset,
      StationCheckpoint,
      AlertEpisode,
      NotificationOutbox,
      NotificationGroup,
      NotificationEvent,
      Notification,
      ReadingHour,
      ReadingDay,
      RollupDirtyHour,
      RetentionCutoff,
    ],
    extensions: [Migrator],
    migrations: { migrationsList: MIGRATIONS, snapshot: false, silent: true },
    driverOptions: {
      connectTimeout: CONNECT_TIMEOUT_MS,
      stream: () => connectWithIdleTimeout(host, port, socketTimeoutMs),
      charset: 'utf8mb4_unicode_ci',
      infileStreamFactory: (name: string) => localInfile.open(name),
      ...(config.tls && { ssl: tlsOptions(config) }),
    },
    onCreateConnection: async (connection) => {
      for (const sql of sessionStatements(socketTimeoutMs, statementTimeoutMs))
        await (connection as RawConnection).executeQuery({ sql, parameters: [] });
    },
  };
}

/** mysql2 verifies the name in the certificate only on demand. */
function tlsOptions({ tlsCaPath }: Readonly<DatabaseConfig>): Readonly<Record<string, unknown>> {
  return {
    verifyIdentity: true,
    minVersion: 'TLSv1.2',
    ...(tlsCaPath !== undefined && { ca: readCertificates('MYSQL_TLS_CA_PATH', tlsCaPath) }),
  };
}
