import { describe, expect, it, jest } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { progressText, startProgressReport } from './progress-report.ts';
import { PublishingLog } from './publishing-log.ts';
import type { Source } from './sources/source.ts';

const CLEAR_LINE = '\r\u001b[2K';

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

describe('progressText', () => {
  it('shows the share that is done and the counts, with a bar if there is room for one', () => {
    const log = new PublishingLog(silentLogger());
    log.onSkipped('line 2', 'it is bad');
    expect(progressText(sourceAt(0.5), log, true)).toBe(
      'replay of nyc.csv ████████████░░░░░░░░░░░░  50 % · 0 sent · 1 skipped',
    );
    expect(progressText(sourceAt(1), log, true)).toContain('████████████████████████ 100 %');
    expect(progressText(sourceAt(0.999), log, false)).toBe('replay of nyc.csv  99 % · 0 sent · 1 skipped');
  });
});

describe('startProgressReport', () => {
  const report = (fraction: number | undefined, screen: ReturnType<typeof terminal>): (() => void) => {
    const logger = silentLogger();
    return startProgressReport({
      source: sourceAt(fraction),
      log: new PublishingLog(logger),
      logger,
      output: screen,
    });
  };

  it('updates the line and removes it at the end', () => {
    jest.useFakeTimers();
    const screen = terminal(true);
    const stop = report(0.5, screen);
    jest.advanceTimersByTime(1_000);
    stop();
    jest.useRealTimers();
    expect(screen.written[0]).toContain('50 %');
    expect(screen.written.at(-1)).toBe(CLEAR_LINE);
  });

  it('shows nothing for a source without an end', () => {
    const screen = terminal(true);
    report(undefined, screen)();
    expect(screen.written).toEqual([]);
  });
});
