import { ProgressLine, type Logger, type ProgressOutput } from '@weather/service-runtime';
import type { PublishingLog } from './publishing-log.ts';
import type { Source } from './sources/source.ts';

export interface ProgressReportOptions {
  readonly source: Source;
  readonly log: PublishingLog;
  readonly logger: Logger;
  /** `process.stderr`. */
  readonly output: ProgressOutput;
}

const UPDATE_INTERVAL_MS = 200;
const BAR_WIDTH = 24;
const PERCENT = 100;

/**
 * Shows the progress of a source with an end: a bar on a terminal, otherwise a line in the log every few seconds.
 * @returns a function that ends the report.
 */
export function startProgressReport({ source, log, logger, output }: ProgressReportOptions): () => void {
  if (source.progress().fraction === undefined) return () => undefined;
  const line = new ProgressLine(output, logger);
  const text = (): string => progressText(source, log, line.onTerminal);
  const timer = setInterval(() => line.update(text), UPDATE_INTERVAL_MS).unref();
  return () => {
    clearInterval(timer);
    line.end();
  };
}

/** Formats the source, optionally a bar, the percentage and the counts. */
export function progressText(source: Source, { sent, skipped }: PublishingLog, withBar: boolean): string {
  const { fraction = 0 } = source.progress();
  const filled = Math.floor(fraction * BAR_WIDTH);
  const bar = withBar ? `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ` : '';
  const percent = String(Math.floor(fraction * PERCENT)).padStart(String(PERCENT).length);
  return `${source.description} ${bar}${percent} % · ${sent} sent · ${skipped} skipped`;
}
