import {
  startHealth,
  type AppMetrics,
  type HealthConfig,
  type HealthServer,
  type ServiceContext,
  type ServiceObserver,
} from '@weather/service-runtime';
import type { DatabaseConfig } from './database-config.ts';
import { WeatherDatabase } from './weather-database.ts';

type DatabaseContext = ServiceContext<{ database: new () => DatabaseConfig }>;

/** Connects an app to the database and waits for its tables; the connection is closed when the app stops. */
export async function connectDatabase(
  { settings, logger, signal, onStop }: DatabaseContext,
  observer?: ServiceObserver,
): Promise<WeatherDatabase> {
  const database = await WeatherDatabase.connect(settings.database, logger, signal, observer);
  onStop(() => database.close());
  await database.waitForTables(signal);
  return database;
}

/** Starts the health server of an app before it connects to the database, so that `/readyz` answers during an outage. */
export async function connectWithHealth(
  context: DatabaseContext & ServiceContext<{ health: typeof HealthConfig }>,
  metrics: AppMetrics,
): Promise<{ readonly health: HealthServer; readonly database: WeatherDatabase }> {
  const health = await startHealth(context, metrics);
  return { health, database: await connectDatabase(context, metrics.services) };
}
