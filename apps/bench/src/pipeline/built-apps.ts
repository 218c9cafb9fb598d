import { NODE_OPTIONS } from '@weather/service-runtime';
import type { ChildProgram } from '@weather/dev-stack';
import type { BenchContext } from '../candidate.ts';
import { builtApp, type App } from '../workspace.ts';

const DEAD_LETTER_TOPIC = 'bench_dlq';

/** Starts a built app with its default settings, on the servers of the bench. */
export function startApp(
  app: App,
  context: BenchContext,
  environment: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): ChildProgram {
  const { brokers, database } = context;
  return context.spawn(process.execPath, [...NODE_OPTIONS, ...nodeOptions, builtApp(app)], {
    NODE_OPTIONS: '',
    LOG_FORMAT: 'json',
    HEALTH_PORT: '0',
    KAFKA_BROKERS: brokers.join(','),
    DEAD_LETTER_TOPIC,
    MYSQL_HOST: database.host,
    MYSQL_PORT: String(database.port),
    MYSQL_DATABASE: database.database,
    MYSQL_USER: database.user,
    MYSQL_PASSWORD: database.password,
    ...environment,
  });
}
