import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DownloadCache, requireJava } from '@weather/dev-stack';
import { createLogger, LoggingConfig } from '@weather/service-runtime';
import type { BenchContext } from '../../candidate.ts';
import { CONNECT_PACKAGE, DEBEZIUM_PACKAGE } from './packages.ts';

/** The folders of the worker and its plugins. */
export interface ConnectFolders {
  /** The worker's jars. */
  readonly worker: string;
  /** A folder with one folder for each plugin, for `plugin.path`. */
  readonly plugins: string;
}

/** A plugin must not contain classes that the worker shares with it. */
const SHARED_JAR = /^(?:slf4j-api|jackson-(?:annotations|core|databind))-[\d.]+\.jar$/;
const PLUGIN_FOLDER = 'debezium-jdbc';

/**
 * Downloads Kafka Connect and the Debezium JDBC sink, once.
 * @throws MissingProgramError without Java or Maven; Error when they cannot be downloaded.
 */
export async function fetchConnect({
  cache: directory,
  signal,
}: Pick<BenchContext, 'cache' | 'signal'>): Promise<ConnectFolders> {
  await requireJava();
  const logger = createLogger('bench', new LoggingConfig(), 'stderr');
  const cache = new DownloadCache({ directory, signal, logger, output: process.stderr });
  return {
    worker: await cache.fetchPackage(CONNECT_PACKAGE),
    plugins: await cache.fetchPackage(DEBEZIUM_PACKAGE, arrangePlugin),
  };
}

async function arrangePlugin(folder: string): Promise<void> {
  const plugin = join(folder, PLUGIN_FOLDER);
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
