import { docker, inspect } from './docker.ts';
import { eventually } from '@weather/service-runtime/testing';

type Environment = Readonly<Record<string, string>>;

/** What this suite reads of `docker inspect` of a container. */
export interface ContainerState {
  readonly RestartCount: number;
  readonly State: { readonly Status: string; readonly ExitCode: number };
  readonly HostConfig: {
    readonly ReadonlyRootfs: boolean;
    readonly CapDrop: readonly string[] | null;
    readonly CapAdd: readonly string[] | null;
    readonly SecurityOpt: readonly string[] | null;
    readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string }[]>>;
    readonly Memory: number;
  };
}

/** What became of the records of all partitions, and the rows that are there. */
export interface Counts {
  readonly read: number;
  readonly stored: number;
  readonly repeated: number;
  readonly replaced: number;
  readonly deadLettered: number;
  readonly lost: number;
  readonly readings: number;
}

const COUNTS = `SELECT IFNULL(SUM(read_count), 0), IFNULL(SUM(stored_count), 0), IFNULL(SUM(repeated_count), 0),
  IFNULL(SUM(replaced_count), 0), IFNULL(SUM(dead_lettered_count), 0), IFNULL(SUM(lost_count), 0), (SELECT COUNT(*) FROM reading) FROM consumer_offset`;

/** The compose stack under a name, a database container and ports of its own, beside one that a person may run. */
export class ComposeStack {
  readonly #environment: Environment;

  constructor(
    readonly project: string,
    private readonly ports: { readonly kafka: number; readonly mysql: number; readonly dashboard: number },
    private readonly files: readonly string[] = [],
  ) {
    this.#environment = {
      KAFKA_PORT: String(ports.kafka),
      MYSQL_PORT: String(ports.mysql),
      DASHBOARD_PORT: String(ports.dashboard),
      MYSQL_CONTAINER: this.database,
      SIMULATION_INTERVAL_MS: '1000',
    };
  }

  /** Name of the database's container. */
  get database(): string {
    return `${this.project}-mysql_db`;
  }

  /** Where the dashboard answers on this machine. */
  get page(): string {
    return `http://127.0.0.1:${this.ports.dashboard}`;
  }

  async compose(...args: string[]): Promise<string> {
    const files = this.files.flatMap((file) => ['--file', file]);
    return await docker(['compose', '--project-name', this.project, ...files, ...args], this.#environment);
  }

  async up(...args: string[]): Promise<string> {
    return await this.compose('up', '--detach', '--build', '--wait', ...args);
  }

  /** Ends all of it, with its volumes. */
  async remove(): Promise<void> {
    await this.compose('down', '--volumes', '--remove-orphans');
  }

  /** The rows that the check of the README prints, a line each, columns separated by tabs. */
  async query(sql: string): Promise<string[]> {
    const printed = await docker([
      'exec',
      this.database,
      'mysql',
      '-u',
      'root',
      '-N',
      'weather_db',
      '-e',
      sql,
    ]);
    return printed.split('\n').filter((line) => line !== '');
  }

  async counts(): Promise<Counts> {
    const [row = ''] = await this.query(COUNTS);
    const [read = 0, stored = 0, repeated = 0, replaced = 0, deadLettered = 0, lost = 0, readings = 0] = row
      .split('\t')
      .map(Number);
    return { read, stored, repeated, replaced, deadLettered, lost, readings };
  }

  /** The ids of a service's containers. */
  async containers(service: string): Promise<string[]> {
    const ids = await this.compose('ps', '--all', '--quiet', service);
    return ids.split('\n').filter((id) => id !== '');
  }

  async states(service: string): Promise<ContainerState[]> {
    const ids = await this.containers(service);
    return await Promise.all(ids.map(async (id) => await inspect<ContainerState>(id)));
  }

  /** Starts the containers of a service without those that it depends on. */
  async startAlone(service: string): Promise<void> {
    await docker(['start', ...(await this.containers(service))]);
  }

  /** Kills the process of an app within its container (SIGKILL); `docker kill` would keep Docker from starting it again. */
  async killApp(app: string): Promise<void> {
    await this.compose('exec', '-T', app, 'sh', '-c', 'kill -KILL -1');
  }

  /** Waits for a line in the log of a service, among those since an instant if there is one. */
  async line(service: string, pattern: RegExp, since?: Date): Promise<void> {
    const from = since ? ['--since', since.toISOString()] : [];
    await eventually(async () => {
      const log = await this.compose('logs', '--no-color', ...from, service);
      if (!pattern.test(log)) throw new Error(`no line of ${service} matches ${String(pattern)} in:\n${log}`);
    });
  }

  /** Waits until more records have been read than were when it was called. */
  async progress(): Promise<void> {
    const before = await eventually(async () => await this.counts());
    await eventually(async () => {
      const { read } = await this.counts();
      if (read <= before.read) throw new Error(`no more than ${before.read} records are read`);
    });
  }

  /** How many records Kafka has taken in all, by its own tool. */
  async published(): Promise<number> {
    const offsets = await this.compose(
      ...['exec', '-T', 'kafka', 'kafka-get-offsets'],
      ...['--bootstrap-server', 'kafka:29092', '--topic', 'weather_data'],
    );
    return [...offsets.matchAll(/^weather_data:\d+:(\d+)$/gm)].reduce((sum, [, end]) => sum + Number(end), 0);
  }
}
