import { expect } from '@jest/globals';
import { docker, inspect } from './docker.ts';
import { eventually } from '@weather/service-runtime/testing';

type Environment = Readonly<Record<string, string>>;

/** The parts of `docker inspect` of a container that the tests use. */
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

/** The number of records by outcome, and the number of rows in `reading`. */
export interface Counts {
  readonly read: number;
  readonly stored: number;
  readonly repeated: number;
  readonly replaced: number;
  readonly deadLettered: number;
  readonly lost: number;
  readonly readings: number;
}

const COUNTS = `SELECT IFNULL(SUM(read_count), 0), IFNULL(SUM(stored_count), 0), IFNULL(SUM(duplicate_count), 0),
  IFNULL(SUM(correction_count), 0), IFNULL(SUM(dead_lettered_count), 0), IFNULL(SUM(expired_count), 0), (SELECT COUNT(*) FROM reading) FROM consumer_offset`;

/** A compose stack with its own project name, database container and ports, so that another one can run beside it. */
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

  /** The name of the database container. */
  get database(): string {
    return `${this.project}-mysql_db`;
  }

  /** The address of the dashboard. */
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

  /** Removes all containers and volumes. */
  async remove(): Promise<void> {
    await this.compose('down', '--volumes', '--remove-orphans');
  }

  /** Runs a query with the `mysql` client of the container; each row is a line with tabs between the columns. */
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

  /** Lists the ids of a service's containers. */
  async containers(service: string): Promise<string[]> {
    const ids = await this.compose('ps', '--all', '--quiet', service);
    return ids.split('\n').filter((id) => id !== '');
  }

  async states(service: string): Promise<ContainerState[]> {
    const ids = await this.containers(service);
    return await Promise.all(ids.map(async (id) => await inspect<ContainerState>(id)));
  }

  /** Starts the containers of a service without its dependencies. */
  async startAlone(service: string): Promise<void> {
    await docker(['start', ...(await this.containers(service))]);
  }

  /** Kills the process of an app inside its container (SIGKILL); after `docker kill`, Docker would not restart it. */
  async killApp(app: string): Promise<void> {
    await this.compose('exec', '-T', app, 'sh', '-c', 'kill -KILL -1');
  }

  /** Waits for a matching line in the log of a service, optionally since a time. */
  async line(service: string, pattern: RegExp, since?: Date): Promise<void> {
    const from = since ? ['--since', since.toISOString()] : [];
    await eventually(async () => {
      const log = await this.compose('logs', '--no-color', ...from, service);
      if (!pattern.test(log)) throw new Error(`no line of ${service} matches ${String(pattern)} in:\n${log}`);
    });
  }

  /** Waits until more records have been read. */
  async progress(): Promise<void> {
    const before = await eventually(async () => await this.counts());
    await eventually(async () => {
      const { read } = await this.counts();
      if (read <= before.read) throw new Error(`no more than ${before.read} records are read`);
    });
  }

  /** Counts the records of the topic with Kafka's own tool. */
  async published(): Promise<number> {
    const offsets = await this.compose(
      ...['exec', '-T', 'kafka', 'kafka-get-offsets'],
      ...['--bootstrap-server', 'kafka:29092', '--topic', 'weather_data'],
    );
    return [...offsets.matchAll(/^weather_data:\d+:(\d+)$/gm)].reduce((sum, [, end]) => sum + Number(end), 0);
  }
}

/** Stops the producer, waits until all its records are read, and expects each reading to be stored once. */
export async function expectNothingLost(stack: ComposeStack): Promise<void> {
  await stack.compose('stop', 'producer');
  const published = await stack.published();
  expect(published).toBeGreaterThan(0);
  await eventually(async () => {
    expect(await stack.counts()).toEqual({
      read: published,
      stored: published,
      repeated: 0,
      replaced: 0,
      deadLettered: 0,
      lost: 0,
      readings: published,
    });
  });
  await stack.startAlone('producer');
}
