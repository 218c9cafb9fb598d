import type { Availability } from '../retry/availability.ts';
import type { HealthCheck } from './health-server.ts';

/** Ready while one service answers, whatever else is away. */
export function readyWhileUp(availability: Pick<Availability, 'isUp' | 'service'>): HealthCheck {
  return () => {
    const ok = availability.isUp;
    return { ok, detail: ok ? 'ok' : `waiting for ${availability.service}` };
  };
}
