import { FromEnv, IntegerFromEnv, OnlyWithTls } from '@weather/service-runtime';
import { IsBoolean, IsOptional, IsString, MinLength } from 'class-validator';

const MAX_PORT = 65_535;
const MAX_CONNECTIONS = 100;
const MIN_SOCKET_TIMEOUT_MS = 1_000;
const MAX_SOCKET_TIMEOUT_MS = 86_400_000;

/** The connection to MySQL or MariaDB; an app sets its default user in a subclass. */
export class DatabaseConfig {
  @FromEnv({
    env: 'MYSQL_HOST',
    description: 'host of MySQL or MariaDB',
    allowed: 'a host name or an IP address',
  })
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  @IntegerFromEnv({ env: 'MYSQL_PORT', description: 'port of MySQL or MariaDB', min: 1, max: MAX_PORT })
  port = 3307;

  @FromEnv({
    env: 'MYSQL_DATABASE',
    description: 'database with the tables',
    allowed: 'the name of a database',
  })
  @IsString()
  @MinLength(1)
  database = 'weather_db';

  @FromEnv({ env: 'MYSQL_USER', description: 'user to log in as', allowed: 'a user name' })
  @IsString()
  @MinLength(1)
  user = 'weather';

  @FromEnv({
    env: 'MYSQL_PASSWORD',
    description: 'password of that user',
    allowed: 'a password',
    secret: true,
  })
  @IsString()
  @MinLength(1)
  password!: string;

  /** The prefix of the login variables, for messages, if a subclass uses another one than `MYSQL_`. */
  readonly loginPrefix?: string;

  /** Milliseconds after which the server aborts a statement of an app that only reads; unlimited if undefined. */
  readonly statementTimeoutMs?: number;

  @FromEnv({
    env: 'MYSQL_TLS',
    type: 'boolean',
    description: "encrypt connections and verify the server's certificate and name",
    allowed: 'true or false',
  })
  @IsBoolean()
  tls = false;

  @FromEnv({
    env: 'MYSQL_TLS_CA_PATH',
    description: 'CA file to verify the server (default: system CAs)',
    allowed: 'the path of a PEM file, only with MYSQL_TLS=true',
  })
  @IsOptional()
  @IsString()
  @OnlyWithTls()
  tlsCaPath?: string;

  @IntegerFromEnv({
    env: 'MYSQL_CONNECTIONS',
    description:
      'maximum connections to the database; the consumer needs one more than it processes partitions in parallel',
    min: 2,
    max: MAX_CONNECTIONS,
  })
  connections = 5;

  @IntegerFromEnv({
    env: 'MYSQL_SOCKET_TIMEOUT_MS',
    description: 'drop a connection after this many ms without an answer; must exceed the longest statement',
    min: MIN_SOCKET_TIMEOUT_MS,
    max: MAX_SOCKET_TIMEOUT_MS,
  })
  socketTimeoutMs = 30_000;
}
