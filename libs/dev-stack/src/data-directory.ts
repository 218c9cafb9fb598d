import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '@weather/service-runtime';

/** A broker by the name of its files; the first one has no number. */
export type BrokerName = 'kafka' | `kafka-${number}`;

/** The servers by the names of their files. */
export type ServerId = CoordinatorName | 'mariadb' | BrokerName;

/** What holds the brokers together, by the name of its files. */
export type CoordinatorName = 'zookeeper' | 'controller';

/** The folders inside the data folder. */
export type DataFolder = ServerId | 'conf' | 'logs' | 'run' | 'secrets' | 'tmp';

/** The name of the files of a broker, by its id from 1. */
export function brokerName(id: number): BrokerName {
  return id === FIRST_BROKER ? 'kafka' : `kafka-${id}`;
}

const FIRST_BROKER = 1;
const BROKER_PID_FILE = /^(kafka(?:-\d+)?)\.json$/;

const MARKER = 'weather-data.json';
const MARKER_TEXT = `${JSON.stringify({ contents: 'data of the local servers of weather-pipeline', format: 1 })}\n`;
const SETTING = 'DEV_STACK_DATA';
const ALWAYS_THERE: readonly DataFolder[] = ['conf', 'logs', 'run', 'secrets', 'tmp'];
const PRIVATE_FOLDER = 0o700;

/** The folder that holds everything the servers keep; a marker file tells it from any other folder. */
export class DataDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  of(folder: DataFolder): string {
    return join(this.path, folder);
  }

  /** A server's log and the file with its process id. */
  serverFiles(server: ServerId): { logFile: string; pidFile: string } {
    return {
      logFile: join(this.of('logs'), `${server}.log`),
      pidFile: join(this.of('run'), `${server}.json`),
    };
  }

  /** The brokers that an earlier start may have left running. */
  async brokersThatRan(): Promise<BrokerName[]> {
    const files = await readdir(this.of('run'));
    return files.flatMap((file) => (BROKER_PID_FILE.exec(file)?.[1] as BrokerName | undefined) ?? []);
  }

  /**
   * Makes the folder, or takes it when it is ours or empty.
   * @throws ConfigurationError when it holds something else or cannot be written.
   */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true });
      await this.#requireOurs();
      for (const folder of ALWAYS_THERE)
        await mkdir(this.of(folder), { recursive: true, mode: PRIVATE_FOLDER });
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      throw ConfigurationError.of(SETTING, `${this.path} cannot be used: ${(error as Error).message}`);
    }
  }

  /**
   * What a Kafka of one line has written is of no use to another.
   * @throws ConfigurationError when the folder was used with the other one.
   */
  async requireCoordinator(name: CoordinatorName): Promise<void> {
    const other = name === 'zookeeper' ? 'controller' : 'zookeeper';
    if (!(await readdir(this.path)).includes(other)) return;
    throw ConfigurationError.of(
      'DEV_STACK_KAFKA',
      `${this.path} holds the data of another line of Kafka: choose another folder, or erase this one`,
    );
  }

  /** Erases what the servers keep, if this folder is ours; nothing may be running in it, and only its owner may call it. */
  async erase(): Promise<void> {
    await this.#requireOurs();
    for (const name of await readdir(this.path)) {
      if (name === MARKER || name === 'run') continue;
      await rm(join(this.path, name), { recursive: true, force: true });
    }
    for (const folder of ALWAYS_THERE)
      await mkdir(this.of(folder), { recursive: true, mode: PRIVATE_FOLDER });
  }

  async #requireOurs(): Promise<void> {
    const marker = join(this.path, MARKER);
    if ((await readFile(marker, 'utf8').catch(() => undefined)) !== undefined) return;
    if ((await readdir(this.path)).length > 0) {
      throw ConfigurationError.of(
        SETTING,
        `${this.path} holds other files: choose an empty folder, or one that this program made`,
      );
    }
    await writeFile(marker, MARKER_TEXT);
  }
}
