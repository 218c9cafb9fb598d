import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@weather/service-runtime';
import { parseAcknowledge, parseListAlerts } from './alert-commands.ts';

describe('parseListAlerts', () => {
  it('lists the newest hundred alerts without an option', () => {
    expect(parseListAlerts(['list'])).toEqual({
      filter: {
        state: undefined,
        rule: undefined,
        stationId: undefined,
        since: undefined,
        unacknowledged: false,
      },
      limit: 100,
      json: false,
    });
  });

  it('reads every option', () => {
    const args =
      '--state firing --rule long-heat --station EWR:1 --since 2026-01-01 --unacknowledged --limit 5 --json';
    expect(parseListAlerts(['list', ...args.split(' ')])).toEqual({
      filter: {
        state: 'firing',
        rule: 'long-heat',
        stationId: 'EWR:1',
        since: Date.UTC(2026, 0, 1),
        unacknowledged: true,
      },
      limit: 5,
      json: true,
    });
  });

  it.each([
    [[], /usage: weather alerts list\|acknowledge/],
    [['erase'], /usage: weather alerts list\|acknowledge/],
    [['list', '--state', 'over'], /--state "over" is invalid; expected pending, firing, resolved/],
    [['list', '--rule', 'Heat'], /--rule "Heat" is invalid; expected 1 to 64 of a-z, 0-9 and -/],
    [['list', '--station', 'é'], /--station "é" is invalid; expected 1 to 64 of/],
    [['list', '--since', '2026-01-01T12:00:00'], /--since .*zone/],
    [['list', '--limit', '0'], /--limit "0" is invalid; expected a whole number, from 1 to 10000/],
    [['list', '--limit', '10001'], /--limit "10001"/],
    [['list', '--by', 'eve'], /Unknown option '--by'/],
  ])('rejects %j', (args, message) => {
    expect(() => parseListAlerts(args)).toThrow(UsageError);
    expect(() => parseListAlerts(args)).toThrow(message);
  });
});

describe('parseAcknowledge', () => {
  const args = ['acknowledge', '--station', 'EWR', '--rule', 'heat'];

  it('selects the open alert, and trims the name', () => {
    expect(parseAcknowledge([...args, '--by', ' Eve Müller '])).toEqual({
      target: { stationId: 'EWR', rule: 'heat', startedAt: undefined },
      by: 'Eve Müller',
    });
  });

  it('selects the alert that started at a time', () => {
    const { target } = parseAcknowledge([...args, '--by=eve', '--started-at', '2026-01-01T12:00:00.250Z']);
    expect(target.startedAt).toBe(Date.UTC(2026, 0, 1, 12, 0, 0, 250));
  });

  it('counts the characters of a name, not their code units', () => {
    expect(parseAcknowledge([...args, '--by', '🌡'.repeat(80)]).by).toHaveLength(160);
  });

  it.each([
    [['acknowledge', '--station', 'EWR', '--by', 'eve'], /needs --station ID, --rule NAME and --by WHO/],
    [args, /needs --station ID, --rule NAME and --by WHO/],
    [[...args, '--by', ' '], /--by "" is invalid; expected 1 to 80 characters/],
    [[...args, '--by', 'x'.repeat(81)], /expected 1 to 80 characters/],
    [[...args, '--by', 'eve\u001b[2J'], /without control characters/],
    [[...args, '--by', 'eve', '--started-at', 'noon'], /--started-at "noon" is invalid; expected a day/],
    [[...args, '--by', 'eve', 'now'], /Unexpected argument 'now'/],
  ])('rejects %j', (invalidArgs, message) => {
    expect(() => parseAcknowledge(invalidArgs)).toThrow(UsageError);
    expect(() => parseAcknowledge(invalidArgs)).toThrow(message);
  });
});
