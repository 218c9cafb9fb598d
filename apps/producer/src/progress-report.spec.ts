import { describe, expect, it, jest } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { progressBar, startProgressReport } from './progress-report.ts';
import { PublishingLog } from './publishing-log.ts';
import { recordedLogger } from './recorded-logger.ts';
import type { Source } from './sources/source.ts';

const CLEAR_LINE = '\r\u001B[2K';

function sourceAt(fraction: number | undefined): Source {
  return {
    description: 'replay of nyc.csv',
    readings: () => {
      throw new Error('not read here');
    },
    progress: () => ({ read: 50, fraction }),
    describePosition: String,
  };
}

function terminal(isTTY: boolean): {
  readonly isTTY: boolean;
  readonly written: string[];
  write(text: string): void;
} {
  const written: string[] = [];
  return { isTTY, written, write: (text) => void written.push(text) };
}

describe('progressBar', () => {
  it('shows the share that is done and the counts', () => {
    const log = new PublishingLog(silentLogger());
    log.onSkipped('line 2', 'it is bad');
    expect(progressBar(sourceAt(0.5), log)).toBe(
      'replay of nyc.csv ████████████░░░░░░░░░░░░  50 % · 0 sent · 1 skipped',
    );
    expect(progressBar(sourceAt(1), log)).toContain('████████████████████████ 100 %');
  });
});

describe('startProgressReport', () => {
  it('draws a bar on a terminal, out of the way of log lines, and takes it away at the end', () => {
    const screen = terminal(true);
    const logger = silentLogger();
    const stop = startProgressReport({
      source: sourceAt(0.5),
      log: new PublishingLog(logger),
      logger,
      terminal: screen,
    });
    expect(screen.written).toEqual([expect.stringContaining('50 %')]);
    logger.emit('data', {});
    expect(screen.written.slice(1)).toEqual([CLEAR_LINE]);
    stop();
    logger.emit('data', {});
    expect(screen.written.slice(2)).toEqual([CLEAR_LINE]);
  });

  it('writes a line every five seconds where there is no terminal', () => {
    jest.useFakeTimers();
    const { logger, lines } = recordedLogger();
    const log = new PublishingLog(logger);
    const stop = startProgressReport({ source: sourceAt(0.999), log, logger, terminal: terminal(false) });
    jest.advanceTimersByTime(10_000);
    stop();
    jest.advanceTimersByTime(10_000);
    jest.useRealTimers();
    const line = 'info replay of nyc.csv {"percent":99,"read":50,"sent":0,"skipped":0}';
    expect(lines).toEqual([line, line]);
  });

  it('shows nothing for a source without an end', () => {
    const screen = terminal(true);
    const logger = silentLogger();
    startProgressReport({
      source: sourceAt(undefined),
      log: new PublishingLog(logger),
      logger,
      terminal: screen,
    })();
    expect(screen.written).toEqual([]);
  });
});
