import { describe, expect, it } from '@jest/globals';
import { isAlive, parsePidFile, parseProcStat, parsePs, readIdentity } from './process-identity.ts';

const AFTER_COMMAND = '1 4242 4242 0 -1 4194560 1 0 0 0 7 3 0 0 20 0 1 0';

describe('parseProcStat', () => {
  it('finds the start time behind a command with blanks and parentheses', () => {
    expect(parseProcStat(`4242 (my (odd) name) S ${AFTER_COMMAND} 987654 5000`)).toBe('987654');
  });

  it('treats a zombie as dead', () => {
    expect(parseProcStat(`4242 (java) Z ${AFTER_COMMAND} 987654 0`)).toBeUndefined();
  });
});

describe('parsePs', () => {
  it('finds the start time behind the state', () => {
    expect(parsePs('Ss   Mon Nov 23 21:12:00 2026\n')).toBe('Mon Nov 23 21:12:00 2026');
  });

  it('takes a zombie and no output for dead', () => {
    expect(parsePs('Z+   Mon Nov 23 21:12:00 2026')).toBeUndefined();
    expect(parsePs('')).toBeUndefined();
  });
});

describe('isAlive', () => {
  it('knows this process', async () => {
    expect(await isAlive(await readIdentity(process.pid))).toBe(true);
  });

  it('takes a process that started at another time for another one', async () => {
    expect(await isAlive({ pid: process.pid, startedAt: 'long ago' })).toBe(false);
  });
});

describe('parsePidFile', () => {
  it('reads an identity', () => {
    expect(parsePidFile('{"pid":7,"startedAt":"boot 99"}')).toEqual({ pid: 7, startedAt: 'boot 99' });
  });

  it.each(['', '{"pid":7', '{"pid":"7","startedAt":"x"}', '{"pid":7}', 'null'])('ignores %j', (text) => {
    expect(parsePidFile(text)).toBeUndefined();
  });
});
