import type { Servers } from './servers.ts';

/**
 * The commands that show what the apps do, for the local servers.
 * @param dataDirectory the data folder, unless it is the default one.
 */
export function startupBanner(
  { stack }: Pick<Servers, 'stack'>,
  topic: string,
  dataDirectory: string | undefined,
): string[] {
  if (stack === undefined) return [];
  const data = dataDirectory === undefined ? '' : ` --data '${dataDirectory}'`;
  return [
    `query the tables: npm run sql --${data} "SELECT * FROM warning_temperatures ORDER BY id DESC LIMIT 10"`,
    `read the topic: npm run topic -- ${topic}${data}`,
  ];
}

/** The environment that the apps need to use the servers. */
export function serversBanner({ stack }: Pick<Servers, 'stack'>): string[] {
  if (stack === undefined) return [];
  const { host, port, database, users } = stack.mysql;
  const passwordFiles = {
    migrator: users.migrator,
    consumer: users.consumer,
    dashboard: users.reader,
    maintenance: users.maintenance,
    notifier: users.notifier,
  };
  return [
    'servers ready (Ctrl-C to stop); settings of the apps: ' +
      `KAFKA_BROKERS=${stack.brokers.join(',')} MYSQL_HOST=${host} MYSQL_PORT=${port} MYSQL_DATABASE=${database}`,
    ...Object.entries(passwordFiles).map(
      ([app, { passwordFile }]) => `${app}: MYSQL_PASSWORD_FILE='${passwordFile}'`,
    ),
  ];
}
