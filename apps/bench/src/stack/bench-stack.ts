import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProgram, defaultCacheDirectory, DevStack } from '@weather/dev-stack';
import { silentLogger, type Logger } from '@weather/service-runtime';
import { WeatherDatabase } from '@weather/weather-store';
import type { BenchContext, DatabaseAccess } from '../candidate.ts';
import { Stopwatch } from '../process/stopwatch.ts';
import { TopicAdmin } from './topic-admin.ts';

/** The memory of a dedicated server. */
const BUFFER_POOL_MB = 1_024;
const KAFKA_HEAP_MB = 1_024;
const DATABASE_OPTIONS = ['--loose-innodb-log-file-size=1G'];
const ADMIN_TIMEOUT_MS = 3_600_000;
const ADMIN_CONNECTIONS = 2;

/** An installed database server instead of the downloaded one. */
const MYSQLD = process.env['DEV_STACK_MYSQLD'];

/** Real servers for one run of the bench, on free ports and in a temporary folder. */
export class BenchStack {
  readonly context: BenchContext;
  readonly stopwatch: Stopwatch;
  readonly #processes = new Set<ChildProgram>();

  private constructor(
    private readonly servers: DevStack,
    private readonly weather: WeatherDatabase,
    readonly topics: TopicAdmin,
    { scratch, signal, logger }: { scratch: string; signal: AbortSignal; logger: Logger },
  ) {
    this.stopwatch = new Stopwatch({ kafka: servers.kafka.pid, database: servers.database.pid });
    this.context = {
      brokers: servers.brokers,
      database: databaseAccess(servers),
      cache: defaultCacheDirectory(process.env),
      scratch,
      signal,
      progress: (text) => logger.info(text),
      query: (sql, parameters = []) => weather.execute(sql, parameters),
      spawn: (command, args, env) => this.#spawn(command, args, { ...process.env, ...env }),
      kafkaTool: (mainClass, toolArgs, javaOptions) => {
        const { command, args, env } = servers.tools.kafkaTool(mainClass, toolArgs, javaOptions);
        return this.#spawn(command, args, { ...process.env, ...env });
      },
      topicSize: (topic) => topics.size(topic),
    };
  }

  static async start(logger: Logger, signal: AbortSignal): Promise<BenchStack> {
    const scratch = await mkdtemp(join(tmpdir(), 'weather-bench-'));
    try {
      const servers = await DevStack.start({
        dataDirectory: join(scratch, 'servers'),
        ports: { zookeeper: 0, kafka: 0, mysql: 0 },
        logger,
        signal,
        bufferPoolMegabytes: BUFFER_POOL_MB,
        heapMegabytes: { kafka: KAFKA_HEAP_MB },
        databaseOptions: DATABASE_OPTIONS,
        ...(MYSQLD !== undefined && { mysqld: MYSQLD }),
      });
      const access = { tls: false, connections: ADMIN_CONNECTIONS, socketTimeoutMs: ADMIN_TIMEOUT_MS };
      const weather = await WeatherDatabase.connect(
        { ...databaseAccess(servers), ...access },
        silentLogger(),
      );
      const topics = await TopicAdmin.connect(servers.brokers);
      return new BenchStack(servers, weather, topics, { scratch, signal, logger });
    } catch (error) {
      await rm(scratch, { recursive: true, force: true });
      throw error;
    }
  }

  /** Kills the child processes that still run. */
  async endProcesses(): Promise<void> {
    await Promise.all([...this.#processes].map((process) => process.kill()));
  }

  /** Stops all processes and servers, and removes the folder. */
  async stop(): Promise<void> {
    await this.endProcesses();
    await this.weather.close();
    await this.topics.close();
    await this.servers.stop();
    await rm(this.context.scratch, { recursive: true, force: true });
  }

  #spawn(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProgram {
    const child = new ChildProgram(command, args, { env, killWithParent: true });
    this.#processes.add(child);
    void child.exited.then(() => this.#processes.delete(child)).catch(() => undefined);
    return child;
  }
}

function databaseAccess(servers: DevStack): DatabaseAccess {
  const { host, port, database, users } = servers.mysql;
  const { user, password } = users.admin;
  return { host, port, database, user, password };
}
