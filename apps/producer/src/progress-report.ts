import type { Logger } from '@weather/service-runtime';
import type { PublishingLog } from './publishing-log.ts';
import type { Source } from './sources/source.ts';

/** What the bar is drawn on: `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

export interface ProgressReportOptions {
  readonly source: Source;
  readonly log: PublishingLog;
  readonly logger: Logger;
  readonly terminal: Terminal;
}

const BAR_INTERVAL_MS = 200;
const LINE_INTERVAL_MS = 5_000;
const BAR_WIDTH = 24;
const PERCENT = 100;
const CLEAR_LINE = '\r\u001B[2K';

/**
 * Shows how far a source with an end has got: a bar on a terminal, else a line in the log every few seconds.
 * @returns ends the report.
 */
export function startProgressReport(options: ProgressReportOptions): () => void {
  if (options.source.progress().fraction === undefined) return () => undefined;
  return options.terminal.isTTY ? startBar(options) : startLines(options);
}

function startBar({ source, log, logger, terminal }: ProgressReportOptions): () => void {
  const clear = (): unknown => terminal.write(CLEAR_LINE);
  const draw = (): unknown => terminal.write(`${CLEAR_LINE}${progressBar(source, log)}`);
  const timer = setInterval(draw, BAR_INTERVAL_MS).unref();
  // The log is on the same screen: its next line is to start where the bar stood, not behind it.
  logger.prependListener('data', clear);
  draw();
  return () => {
    clearInterval(timer);
    logger.removeListener('data', clear);
    clear();
  };
}

function startLines({ source, log, logger }: ProgressReportOptions): () => void {
  const write = (): void => {
    const { fraction = 0, read } = source.progress();
    const { sent, skipped } = log;
    logger.info(source.description, { percent: Math.floor(fraction * PERCENT), read, sent, skipped });
  };
  const timer = setInterval(write, LINE_INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

/** One line without its end: the source, a bar, the percentage and the counts. */
export function progressBar(source: Source, { sent, skipped }: PublishingLog): string {
  const { fraction = 0 } = source.progress();
  const filled = Math.floor(fraction * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const percent = String(Math.floor(fraction * PERCENT)).padStart(String(PERCENT).length);
  return `${source.description} ${bar} ${percent} % · ${sent} sent · ${skipped} skipped`;
}
