import type { Environment } from '@weather/service-runtime';

/** The apps that the pipeline runs. */
export type AppName = 'migrator' | 'producer' | 'consumer' | 'dashboard' | 'notifier' | 'maintenance';

/** How an app reaches MySQL; what is not given stays with the environment. */
export interface MysqlSettings {
  readonly host: string;
  readonly port: number;
  /** `undefined` for a server that runs already: its users are the environment's business. */
  readonly login:
    { readonly database: string; readonly user: string; readonly passwordFile: string } | undefined;
}

export interface AppSettings {
  readonly brokers: readonly string[];
  /** The producer has none. */
  readonly mysql: MysqlSettings | undefined;
  readonly source: string | undefined;
  readonly replay: { readonly file?: string; readonly mapping?: string; readonly speed?: string };
  /** Files that the apps read, by the variable that names each. */
  readonly files: Readonly<Record<string, string>>;
  readonly topic: string;
  readonly groupId: string;
}

/** Two apps cannot listen on one port: each takes its own, unless any will do. */
const ANY_PORT = '0';

/** The environment of an app: the launcher's own, with what the launcher knows better. */
export function appEnvironment(inherited: Environment, settings: AppSettings): Record<string, string> {
  const { brokers, mysql, source, replay, files, topic, groupId } = settings;
  const healthPort = inherited['HEALTH_PORT'] === ANY_PORT ? ANY_PORT : undefined;
  return present({
    ...inherited,
    LOG_FORMAT: inherited['LOG_FORMAT'] || 'pretty',
    HEALTH_PORT: healthPort,
    KAFKA_BROKERS: brokers.join(','),
    TOPIC: topic,
    KAFKA_GROUP_ID: groupId,
    ...(source === undefined ? {} : { SOURCE: source }),
    ...(replay.file === undefined ? {} : { REPLAY_FILE: replay.file }),
    ...(replay.mapping === undefined ? {} : { REPLAY_MAPPING: replay.mapping }),
    ...(replay.speed === undefined ? {} : { REPLAY_SPEED: replay.speed }),
    ...files,
    ...(mysql === undefined ? {} : mysqlVariables(mysql)),
  });
}

/** The environment by which an app checks its settings while the servers that will be started have no address yet. */
export function environmentToCheck(
  inherited: Environment,
  settings: Omit<AppSettings, 'brokers' | 'mysql'>,
  given: { readonly brokers: readonly string[] | undefined; readonly mysql: boolean },
): Record<string, string> {
  const login = given.mysql ? {} : { MYSQL_PASSWORD: 'to be made', MYSQL_PASSWORD_FILE: undefined };
  const brokers = given.brokers ?? ['127.0.0.1:1'];
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

function present(variables: Environment): Record<string, string> {
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
