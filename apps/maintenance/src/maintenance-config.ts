import { FromEnv, HealthConfig, IntegerFromEnv, withDefaults } from '@weather/service-runtime';
import { DatabaseConfig } from '@weather/weather-store';
import { IsInt, Max, Min, NotEquals } from 'class-validator';

const HEALTH_PORT = 8084;
const MIN_INTERVAL_MS = 100;
const MAX_INTERVAL_MS = 3_600_000;
const MAX_RETENTION_DAYS = 36_500;
/** Late readings of the last day are still evaluated in event-time order. */
const TOO_FEW_DAYS = 1;

export class MaintenanceConfig {
  @IntegerFromEnv({
    env: 'MAINTENANCE_INTERVAL_MS',
    description: 'milliseconds between two refreshes of the dirty rollups',
    min: MIN_INTERVAL_MS,
    max: MAX_INTERVAL_MS,
  })
  intervalMs = 10_000;

  @FromEnv({
    env: 'RETENTION_DAYS',
    type: 'integer',
    description: 'days after which readings are deleted; 0 keeps them all',
    allowed: `0, or an integer from ${TOO_FEW_DAYS + 1} to ${MAX_RETENTION_DAYS}`,
  })
  @IsInt()
  @Min(0)
  @NotEquals(TOO_FEW_DAYS)
  @Max(MAX_RETENTION_DAYS)
  retentionDays = 0;
}

/** All settings of the maintenance app, by section. */
export const MAINTENANCE_SECTIONS = {
  maintenance: MaintenanceConfig,
  // The rollups of a day with many readings per second take a while.
  database: withDefaults(DatabaseConfig, {
    user: 'weather_maintenance',
    connections: 3,
    socketTimeoutMs: 300_000,
  }),
  health: withDefaults(HealthConfig, { port: HEALTH_PORT }),
};
