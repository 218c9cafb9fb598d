export { DatabaseConfig } from './database-config.ts';
export { SchemaMigrator, type MigrationStatus } from './schema-migrator.ts';
export type { PartitionKey, Position } from './sink/partition-position.ts';
export {
  ReadingSink,
  type ReadingSinkOptions,
  type StoreRequest,
  type StoreResult,
} from './sink/reading-sink.ts';
export type { RefusedReading } from './sink/refused-readings.ts';
export type { AlertRule } from './sink/warning-temperatures.ts';
export { WeatherDatabase } from './weather-database.ts';
