import type { Servers } from './servers.ts';

/**
 * How to look at what the apps do; the tools are those of the local servers.
 * @param dataDirectory where it is not the default one.
 */
export function explainApps(
  { stack }: Pick<Servers, 'stack'>,
  topic: string,
  dataDirectory: string | undefined,
): string[] {
  if (stack === undefined) return [];
  const data = dataDirectory === undefined ? '' : ` --data '${dataDirectory}'`;
  return [
    `to look at the tables: npm run sql --${data} "SELECT * FROM warning_temperatures ORDER BY id DESC LIMIT 10"`,
    `to look at the topic: npm run topic -- ${topic}${data}`,
  ];
}

/** What the apps need in their environment to use the servers. */
export function explainServers({ stack }: Pick<Servers, 'stack'>): string[] {
  if (stack === undefined) return [];
  const { host, port, database, users } = stack.mysql;
  const variables = [
    `KAFKA_BROKERS=${stack.brokers.join(',')}`,
    `MYSQL_HOST=${host} MYSQL_PORT=${port} MYSQL_DATABASE=${database}`,
  ];
  return [
    `the servers are up until Ctrl-C; the apps reach them with ${variables.join(' ')} and`,
    `the migrator with MYSQL_PASSWORD_FILE='${users.migrator.passwordFile}'`,
    `the consumer with MYSQL_PASSWORD_FILE='${users.consumer.passwordFile}'`,
    `the dashboard with MYSQL_PASSWORD_FILE='${users.reader.passwordFile}'`,
    `the maintenance app with MYSQL_PASSWORD_FILE='${users.maintenance.passwordFile}'`,
    `the notifier with MYSQL_PASSWORD_FILE='${users.notifier.passwordFile}'`,
  ];
}
