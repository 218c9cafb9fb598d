import type { Logger } from '../logging/logger.ts';
import { NO_TRACER, type Tracer } from './tracer.ts';
import type { TracingConfig } from './tracing-config.ts';

export interface TracingContext {
  readonly logger: Logger;
  readonly onStop: (cleanUp: () => Promise<void>) => void;
}

/**
 * Creates the tracer that is configured. Without an endpoint it records nothing and does not load OpenTelemetry. When the app
 * stops, the remaining spans are sent for a bounded time, after the clean-ups that are registered later.
 */
export async function startTracing(
  config: Readonly<TracingConfig>,
  { logger, onStop }: TracingContext,
): Promise<Tracer> {
  const { endpoint } = config;
  if (endpoint === undefined) return NO_TRACER;
  const { OpenTelemetryTracer } = await import('./open-telemetry/open-telemetry-tracer.ts');
  const tracer = OpenTelemetryTracer.to(endpoint, config, logger);
  onStop(() => tracer.close());
  return tracer;
}
