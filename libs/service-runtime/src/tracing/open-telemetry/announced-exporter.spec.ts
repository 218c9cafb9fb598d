import { describe, expect, it } from '@jest/globals';
import { InMemorySpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import { Availability } from '../../retry/availability.ts';
import { silentLogger, type Logger } from '../../logging/logger.ts';
import { AnnouncedExporter } from './announced-exporter.ts';

/** A logger that adds its lines to a list. */
function loggerTo(lines: string[]): Logger {
  const logger = silentLogger();
  for (const level of ['info', 'warn'] as const) {
    logger[level] = ((message: string) => {
      lines.push(`${level} ${message}`);
      return logger;
    }) as Logger[typeof level];
  }
  return logger;
}

/** Exports nothing and gives back why it failed. */
async function failureOf(exporter: SpanExporter): Promise<Error | undefined> {
  return await new Promise((resolve) => exporter.export([], ({ error }) => resolve(error)));
}

describe('AnnouncedExporter', () => {
  it('says once that spans do not arrive, and once that they do again', async () => {
    const receiver = new InMemorySpanExporter();
    const closedReceiver = new InMemorySpanExporter();
    await closedReceiver.shutdown();
    const given = [closedReceiver, closedReceiver, receiver, receiver];
    const lines: string[] = [];
    const inner: SpanExporter = {
      export: (spans, done) => given.shift()?.export(spans, done),
      shutdown: () => Promise.resolve(),
    };
    const exporter = new AnnouncedExporter(inner, new Availability('the receiver', loggerTo(lines)));
    for (const isFailure of [true, true, false, false]) {
      expect((await failureOf(exporter)) !== undefined).toBe(isFailure);
    }
    expect(lines).toEqual(['warn waiting for the receiver', 'info the receiver answers again']);
  });
});
