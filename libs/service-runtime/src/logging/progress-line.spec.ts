import { describe, expect, it } from '@jest/globals';
import { silentLogger, type Logger } from './logger.ts';
import { ProgressLine } from './progress-line.ts';

interface Shown {
  readonly terminal: string[];
  readonly log: string[];
  readonly logger: Logger;
  readonly line: ProgressLine;
}

function progress(isTTY: boolean, stepMs: number, steps: number): Shown {
  const terminal: string[] = [];
  const log: string[] = [];
  const logger = silentLogger();
  logger.info = ((message: string) => log.push(message)) as unknown as Logger['info'];
  let now = 0;
  const line = new ProgressLine({ isTTY, write: (text) => terminal.push(text) }, logger, () => now);
  for (let step = 1; step <= steps; step++) {
    now += stepMs;
    line.update(() => `step ${step}`);
  }
  return { terminal, log, logger, line };
}

describe('ProgressLine', () => {
  it('rewrites one line on a terminal, at most ten times a second, and takes it away', () => {
    const { terminal, log, line } = progress(true, 60, 4);
    line.end();
    expect(terminal).toEqual(['\r\u001b[2Kstep 2', '\r\u001b[2Kstep 4', '\r\u001b[2K']);
    expect(log).toEqual([]);
  });

  it('makes way for the lines of the log, until it ends', () => {
    const { terminal, logger, line } = progress(true, 100, 1);
    logger.emit('data', {});
    line.end();
    logger.emit('data', {});
    expect(terminal).toEqual(['\r\u001b[2Kstep 1', '\r\u001b[2K', '\r\u001b[2K']);
  });

  it('logs a line every five seconds elsewhere', () => {
    const { terminal, log, line } = progress(false, 1_000, 11);
    line.end();
    expect(log).toEqual(['step 5', 'step 10']);
    expect(terminal).toEqual([]);
  });
});
