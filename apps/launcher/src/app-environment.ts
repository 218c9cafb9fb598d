import type { Environment } from '@weather/service-runtime';

/** The apps that the launcher runs. */
export type AppName = 'migrator' | 'producer' | 'consumer' | 'dashboard' | 'notifier' | 'maintenance';

/** How an app connects to MySQL. */
export interface MysqlSettings {
  readonly host: string;
  readonly port: number;
  /** `undefined` for an existing server: the environment names its user. */
  readonly login:
    { readonly database: string; readonly user: string; readonly passwordFile: string } | undefined;
}

export interface AppSettings {
  readonly brokers: readonly string[];
  /** `undefined` for the producer, which uses no database. */
  readonly mysql: MysqlSettings | undefined;
  readonly source: string | undefined;
  readonly replay: { readonly file?: string; readonly mapping?: string; readonly speed?: string };
  /** Files that the apps read, by the variable that names each. */
  readonly files: Readonly<Record<string, string>>;
  readonly topic: string;
  readonly groupId: string;
}

/** Two apps cannot share a port: each uses its default one unless any free port will do. */
const ANY_PORT = '0';

/** The environment of an app: the launcher's environment with its own settings on top. */
export function appEnvironment(inherited: Environment, settings: AppSettings): Record<string, string> {
  const { brokers, mysql, source, replay, files, topic, groupId } = settings;
  const healthPort = inherited['HEALTH_PORT'] === ANY_PORT ? ANY_PORT : undefined;
  return definedEntries({
    ...inherited,
    LOG_FORMAT: inherited['LOG_FORMAT'] || 'pretty',
    HEALTH_PORT: healthPort,
    KAFKA_BROKERS: brokers.join(','),
    TOPIC: topic,
    KAFKA_GROUP_ID: groupId,
    ...definedEntries({
      SOURCE: source,
      REPLAY_FILE: replay.file,
      REPLAY_MAPPING: replay.mapping,
      REPLAY_SPEED: replay.speed,
    }),
    ...files,
    ...(mysql === undefined ? {} : mysqlVariables(mysql)),
  });
}

/** The environment with which an app checks its settings before the local servers have addresses. */
export function settingsCheckEnvironment(
  inherited: Environment,
  settings: Omit<AppSettings, 'brokers' | 'mysql'>,
  existing: { readonly brokers: readonly string[] | undefined; readonly mysql: boolean },
): Record<string, string> {
  const login = existing.mysql ? {} : { MYSQL_PASSWORD: 'generated later', MYSQL_PASSWORD_FILE: undefined };
  const brokers = existing.brokers ?? ['127.0.0.1:1'];
  return appEnvironment({ ...inherited, ...login }, { ...settings, brokers, mysql: undefined });
}

function mysqlVariables({ host, port, login }: MysqlSettings): Record<string, string | undefined> {
  const address = { MYSQL_HOST: host, MYSQL_PORT: String(port) };
  if (login === undefined) return address;
  return {
    ...address,
    MYSQL_DATABASE: login.database,
    MYSQL_USER: login.user,
    MYSQL_PASSWORD: undefined,
    MYSQL_PASSWORD_FILE: login.passwordFile,
  };
}

/** The entries that have a value. */
export function definedEntries<T>(entries: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(entries).filter((entry): entry is [string, T] => entry[1] !== undefined),
  );
}
