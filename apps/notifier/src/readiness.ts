import type { HealthCheck } from '@weather/service-runtime';
import type { WeatherDatabase } from '@weather/weather-store';

/** Ready while the database answers; a receiver that is away is no reason to start the notifier anew. */
export function readiness({ availability }: Pick<WeatherDatabase, 'availability'>): HealthCheck {
  return () => {
    const ok = availability.isUp;
    return { ok, detail: ok ? 'ok' : `waiting for ${availability.service}` };
  };
}
