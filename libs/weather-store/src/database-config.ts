import { FromEnv, IntegerFromEnv, OnlyWithTls } from '@weather/service-runtime';
import { IsBoolean, IsOptional, IsString, MinLength } from 'class-validator';

const MAX_PORT = 65_535;
const MAX_CONNECTIONS = 100;
const MIN_ANSWER_TIMEOUT_MS = 1_000;
const MAX_ANSWER_TIMEOUT_MS = 86_400_000;

/** How to reach MySQL or MariaDB; an app names its own default user in a subclass. */
export class DatabaseConfig {
  @FromEnv({
    env: 'MYSQL_HOST',
    description: 'host of MySQL or MariaDB',
    allowed: 'a host name or an IP address',
  })
  @IsString()
  @MinLength(1)
  host = '127.0.0.1';

  @IntegerFromEnv({ env: 'MYSQL_PORT', description: 'its port', min: 1, max: MAX_PORT })
  port = 3307;

  @FromEnv({
    env: 'MYSQL_DATABASE',
    description: 'the database with the tables',
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

  /** How the names of the variables of the login begin, for messages, where a subclass has others than `MYSQL_`. */
  readonly loginPrefix?: string;

  /** Milliseconds after which the server ends a statement, for an app that only reads; without it none is ended. */
  readonly statementTimeoutMs?: number;

  @FromEnv({
    env: 'MYSQL_TLS',
    type: 'boolean',
    description: "whether connections are encrypted and the server's certificate and name checked",
    allowed: 'true or false',
  })
  @IsBoolean()
  tls = false;

  @FromEnv({
    env: 'MYSQL_TLS_CA_PATH',
    description: 'file with the certificates that the server is checked against; the system has its own',
    allowed: 'the path of a PEM file, only with MYSQL_TLS=true',
  })
  @IsOptional()
  @IsString()
  @OnlyWithTls()
  tlsCaPath?: string;

  @IntegerFromEnv({
    env: 'MYSQL_CONNECTIONS',
    description: 'connections at the most; one for each partition worked on at the same time, and one more',
    min: 2,
    max: MAX_CONNECTIONS,
  })
  connections = 5;

  @IntegerFromEnv({
    env: 'MYSQL_ANSWER_TIMEOUT_MS',
    description:
      'milliseconds of silence after which a connection is given up; longer than any statement takes',
    min: MIN_ANSWER_TIMEOUT_MS,
    max: MAX_ANSWER_TIMEOUT_MS,
  })
  answerTimeoutMs = 30_000;
}
