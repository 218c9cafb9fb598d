import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Availability } from '../../retry/availability.ts';
import { formatError } from '../../retry/with-retry.ts';

type Export = Parameters<SpanExporter['export']>;

/** Logs once that spans cannot be exported, and once that they can again. Spans that were not exported are lost. */
export class AnnouncedExporter implements SpanExporter {
  constructor(
    private readonly exporter: SpanExporter,
    private readonly availability: Availability,
  ) {}

  export(spans: Export[0], done: Export[1]): void {
    this.exporter.export(spans, (result) => {
      if (result.error === undefined) this.availability.up();
      else this.availability.down(formatError(result.error));
      done(result);
    });
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }
}
