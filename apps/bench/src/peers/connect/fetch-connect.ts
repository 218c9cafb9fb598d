import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadCache, requireJava, type Package } from '@weather/dev-stack';
import { createLogger, LoggingConfig } from '@weather/service-runtime';
import type { BenchContext } from '../../candidate.ts';

/** The folders of the worker and its plugins. */
export interface ConnectFolders {
  /** The worker's jars. */
  readonly worker: string;
  /** A folder with one folder for each plugin, for `plugin.path`. */
  readonly plugins: string;
}

/** The first release whose JsonConverter accepts one schema for all messages (`schema.content`). */
const CONNECT_VERSION = '4.2.0';
const DEBEZIUM_VERSION = '3.3.1.Final';
const LOG4J_VERSION = '2.25.1';
const MARIADB_DRIVER_VERSION = '3.5.6';

const WORKER: Package = {
  id: 'kafka-connect',
  title: `Kafka Connect ${CONNECT_VERSION}`,
  artifacts: [
    ...['connect-runtime', 'connect-json', 'connect-transforms'].map((name) => ({
      group: 'org.apache.kafka',
      name,
      version: CONNECT_VERSION,
    })),
    ...['log4j-core', 'log4j-slf4j-impl', 'log4j-1.2-api'].map((name) => ({
      group: 'org.apache.logging.log4j',
      name,
      version: LOG4J_VERSION,
    })),
  ],
};
const PLUGIN: Package = {
  id: 'debezium-jdbc',
  title: `Debezium JDBC sink ${DEBEZIUM_VERSION}`,
  artifacts: [
    { group: 'io.debezium', name: 'debezium-connector-jdbc', version: DEBEZIUM_VERSION },
    { group: 'org.mariadb.jdbc', name: 'mariadb-java-client', version: MARIADB_DRIVER_VERSION },
  ],
};

/** A plugin must not contain classes that the worker shares with it. */
const SHARED_JAR = /^(?:slf4j-api|jackson-(?:annotations|core|databind))-[\d.]+\.jar$/;

/**
 * Downloads Kafka Connect and the Debezium JDBC sink, once.
 * @throws MissingProgramError without Java or Maven; Error when they cannot be downloaded.
 */
export async function fetchConnect({ cache: directory, signal }: BenchContext): Promise<ConnectFolders> {
  await requireJava();
  const logger = createLogger('bench', new LoggingConfig(), 'stderr');
  const cache = new DownloadCache({ directory, signal, logger, output: process.stderr });
  return {
    worker: await cache.fetchPackage(WORKER),
    plugins: await cache.fetchPackage(PLUGIN, arrangePlugin),
  };
}

async function arrangePlugin(folder: string): Promise<void> {
  const plugin = join(folder, PLUGIN.id);
  await mkdir(plugin);
  for (const jar of await readdir(folder)) {
    if (isShared(jar)) await rm(join(folder, jar));
    else if (jar.endsWith('.jar')) await rename(join(folder, jar), join(plugin, jar));
  }
}

/** Whether the worker provides the classes of a plugin's jar. */
export function isShared(jar: string): boolean {
  return SHARED_JAR.test(jar);
}
