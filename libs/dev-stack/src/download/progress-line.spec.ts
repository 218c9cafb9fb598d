import { describe, expect, it } from '@jest/globals';
import { createLogger, type Logger } from '@weather/service-runtime';
import { ProgressLine } from './progress-line.ts';

function recordingLogger(messages: string[]): Logger {
  const logger = createLogger('test', { level: 'info', format: 'json' });
  logger.silent = true;
  logger.info = ((message: string) => messages.push(message)) as unknown as Logger['info'];
  return logger;
}

function shown(isTTY: boolean, stepMs: number, steps: number): { terminal: string[]; log: string[] } {
  const terminal: string[] = [];
  const log: string[] = [];
  let now = 0;
  const output = { isTTY, write: (text: string) => terminal.push(text) };
  const line = new ProgressLine(output, recordingLogger(log), () => now);
  for (let step = 1; step <= steps; step++) {
    now += stepMs;
    line.update(() => `step ${step}`);
  }
  line.end();
  return { terminal, log };
}

describe('ProgressLine', () => {
  it('rewrites one line on a terminal, at most ten times a second, and takes it away', () => {
    const { terminal, log } = shown(true, 60, 4);
    expect(terminal).toEqual(['\r\u001b[Kstep 2', '\r\u001b[Kstep 4', '\r\u001b[K']);
    expect(log).toEqual([]);
  });

  it('logs a line every five seconds elsewhere', () => {
    const { terminal, log } = shown(false, 1_000, 11);
    expect(log).toEqual(['step 5', 'step 10']);
    expect(terminal).toEqual([]);
  });
});
