export { AlertThresholdFromEnv } from './alert-threshold-from-env.ts';
export { connectDatabase, connectWithHealth } from './connect-database.ts';
export { DatabaseConfig } from './database-config.ts';
export { AlertRepository, type AcknowledgeResult, type AlertTarget } from './alerts/alert-repository.ts';
export {
  ALERT_STATES,
  type AlertCursor,
  type AlertFilter,
  type ListedAlert,
} from './alerts/listed-alerts.ts';
export { SchemaMigrator } from './schema-migrator.ts';
export { WeatherDatabase } from './weather-database.ts';
