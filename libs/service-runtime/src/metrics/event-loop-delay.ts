import { Histogram, type Registry } from 'prom-client';
import { MS_PER_SECOND } from '../time-units.ts';

const LOOK_EVERY_MS = 20;
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/**
 * Measures how late the timers of the process come: while they do, nothing else gets on either. Keeps no process alive.
 */
export function measureEventLoopDelay(registry: Registry): void {
  const delays = new Histogram({
    name: 'weather_event_loop_delay_seconds',
    help: 'How late a timer of the process came, looked at every 20 ms.',
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  let due = performance.now() + LOOK_EVERY_MS;
  const look = (): void => {
    const now = performance.now();
    delays.observe(Math.max(0, now - due) / MS_PER_SECOND);
    due = now + LOOK_EVERY_MS;
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}
