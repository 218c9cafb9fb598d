import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '@weather/service-runtime';

/** The name of a broker's files; the first broker has no number. */
export type BrokerName = 'kafka' | `kafka-${number}`;

/** The name of a server's files. */
export type ServerId = CoordinatorName | 'mariadb' | BrokerName;

/** The name of the coordinator's files. */
export type CoordinatorName = 'zookeeper' | 'controller';

/** The folders inside the data folder. */
export type DataFolder = ServerId | 'conf' | 'logs' | 'run' | 'secrets' | 'tmp';

/** The name of the files of the broker with this id, from 1. */
export function brokerName(id: number): BrokerName {
  return id === FIRST_BROKER ? 'kafka' : `kafka-${id}`;
}

const FIRST_BROKER = 1;
const BROKER_PID_FILE = /^(kafka(?:-\d+)?)\.json$/;

const MARKER = 'weather-data.json';
const MARKER_TEXT = `${JSON.stringify({ contents: 'data of the local servers of weather-pipeline', format: 1 })}\n`;
const SETTING = 'DEV_STACK_DATA';
const STANDARD_FOLDERS: readonly DataFolder[] = ['conf', 'logs', 'run', 'secrets', 'tmp'];
const PRIVATE_FOLDER = 0o700;

/** The folder with the data of all servers; a marker file distinguishes it from any other folder. */
export class DataDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
  }

  folder(folder: DataFolder): string {
    return join(this.path, folder);
  }

  /** The paths of a server's log and pid file. */
  serverFiles(server: ServerId): { logFile: string; pidFile: string } {
    return {
      logFile: join(this.folder('logs'), `${server}.log`),
      pidFile: join(this.folder('run'), `${server}.json`),
    };
  }

  /** Finds the brokers that an earlier start may have left running. */
  async findStartedBrokers(): Promise<BrokerName[]> {
    const files = await readdir(this.folder('run'));
    return files.flatMap((file) => (BROKER_PID_FILE.exec(file)?.[1] as BrokerName | undefined) ?? []);
  }

  /**
   * Creates the folder, or adopts it when it was created here or is empty.
   * @throws ConfigurationError when it holds other files or cannot be written.
   */
  async prepare(): Promise<void> {
    try {
      await mkdir(this.path, { recursive: true });
      await this.#requireOwnFolder();
      for (const folder of STANDARD_FOLDERS)
        await mkdir(this.folder(folder), { recursive: true, mode: PRIVATE_FOLDER });
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      throw ConfigurationError.of(SETTING, `${this.path} cannot be used: ${(error as Error).message}`);
    }
  }

  /**
   * Checks that the folder has not been used with another release line of Kafka, whose data is incompatible.
   * @throws ConfigurationError when it has.
   */
  async requireCoordinator(name: CoordinatorName): Promise<void> {
    const other = name === 'zookeeper' ? 'controller' : 'zookeeper';
    if (!(await readdir(this.path)).includes(other)) return;
    throw ConfigurationError.of(
      'DEV_STACK_KAFKA',
      `${this.path} holds the data of another release line of Kafka: choose another folder, or erase this one`,
    );
  }

  /** Erases the data, passwords and logs. Only the owner may call it, and no server may be running. */
  async erase(): Promise<void> {
    await this.#requireOwnFolder();
    for (const name of await readdir(this.path)) {
      if (name === MARKER || name === 'run') continue;
      await rm(join(this.path, name), { recursive: true, force: true });
    }
    for (const folder of STANDARD_FOLDERS)
      await mkdir(this.folder(folder), { recursive: true, mode: PRIVATE_FOLDER });
  }

  async #requireOwnFolder(): Promise<void> {
    const marker = join(this.path, MARKER);
    if ((await readFile(marker, 'utf8').catch(() => undefined)) !== undefined) return;
    if ((await readdir(this.path)).length > 0) {
      throw ConfigurationError.of(
        SETTING,
        `${this.path} holds other files: choose an empty folder, or one that this program created`,
      );
    }
    await writeFile(marker, MARKER_TEXT);
  }
}
