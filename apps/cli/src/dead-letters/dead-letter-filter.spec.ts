import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@weather/service-runtime';
import type { StoredDeadLetter } from './dead-letter.ts';
import { matchesFilter, parseDeadLettersRequest, type DeadLetterFilter } from './dead-letter-filter.ts';

const NO_FILTER: DeadLetterFilter = {
  stage: undefined,
  reason: undefined,
  partition: undefined,
  since: undefined,
  until: undefined,
};

describe('parseDeadLettersRequest', () => {
  it('lists all without a filter', () => {
    expect(parseDeadLettersRequest(['list'])).toEqual({
      name: 'list',
      filter: NO_FILTER,
      limit: Number.POSITIVE_INFINITY,
      json: false,
    });
  });

  it('reads every filter', () => {
    const args = '--stage store --partition 0 --since 2026-01-01 --until 2026-01-02T12:00:00+02:00 --limit 5';
    expect(parseDeadLettersRequest(['redrive', ...args.split(' '), '--reason=a b', '--dry-run'])).toEqual({
      name: 'redrive',
      filter: {
        stage: 'store',
        reason: 'a b',
        partition: 0,
        since: Date.UTC(2026, 0, 1),
        until: Date.UTC(2026, 0, 2, 10),
      },
      limit: 5,
      dryRun: true,
    });
  });

  it('selects all dead letters with --all', () => {
    expect(parseDeadLettersRequest(['redrive', '--all'])).toMatchObject({
      filter: NO_FILTER,
      dryRun: false,
    });
  });

  it.each([
    [[], /usage: weather dead-letters list\|redrive/],
    [['erase'], /usage: weather dead-letters list\|redrive/],
    [['redrive'], /choose which dead letters to resend with a filter, or pass --all/],
    [['redrive', '--limit', '1'], /choose which dead letters to resend with a filter, or pass --all/],
    [['redrive', '--all', '--partition', '1'], /--all cannot be combined with a filter/],
    [['list', '--stage', 'parse'], /--stage "parse" is invalid; expected decode, validate, store/],
    [['list', '--partition', '-1'], /--partition/],
    [['list', '--limit', '0'], /--limit "0" is invalid; expected a whole number, at least 1/],
    [['list', '--since', '2026-01-01T12:00:00'], /--since "2026-01-01T12:00:00" is invalid; expected .*zone/],
    [['list', '--until', '2026-13-01'], /--until "2026-13-01"/],
    [['list', '--all'], /Unknown option '--all'/],
    [['redrive', '--all', '--json'], /Unknown option '--json'/],
  ])('rejects %j', (args, message) => {
    expect(() => parseDeadLettersRequest(args)).toThrow(UsageError);
    expect(() => parseDeadLettersRequest(args)).toThrow(message);
  });
});

describe('matchesFilter', () => {
  const deadLetter = {
    stage: 'store',
    reason: 'CONSTRAINT `no_seven` failed',
    source: { topic: 'weather_data', partition: 2, offset: 9 },
    at: '2026-01-01T12:00:00.000Z',
  } as StoredDeadLetter;
  const noon = Date.UTC(2026, 0, 1, 12);

  it.each<[Partial<DeadLetterFilter>, boolean]>([
    [{}, true],
    [{ stage: 'store' }, true],
    [{ stage: 'decode' }, false],
    [{ reason: 'NO_SEVEN' }, true],
    [{ reason: 'no_eight' }, false],
    [{ partition: 2 }, true],
    [{ partition: 0 }, false],
    [{ since: noon }, true],
    [{ since: noon + 1 }, false],
    [{ until: noon + 1 }, true],
    [{ until: noon }, false],
    [{ stage: 'store', partition: 0 }, false],
  ])('compares a dead letter with %j', (filter, expected) => {
    expect(matchesFilter({ ...NO_FILTER, ...filter }, deadLetter)).toBe(expected);
  });

  it('rejects a dead letter without a time when the filter has one', () => {
    expect(matchesFilter({ ...NO_FILTER, since: 0 }, { ...deadLetter, at: '' })).toBe(false);
  });
});
