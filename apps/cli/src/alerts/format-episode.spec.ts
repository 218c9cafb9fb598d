import { describe, expect, it } from '@jest/globals';
import type { ListedEpisode } from '@weather/weather-store';
import { episodeJson, formatEpisode } from './format-episode.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const MINUTE_MS = 60_000;

const episode: ListedEpisode = {
  stationId: 'EWR',
  rule: 'dangerous-heat',
  severity: 'critical',
  state: 'firing',
  startedAt: NOON,
  firedAt: NOON + 10 * MINUTE_MS,
  resolvedAt: undefined,
  peakValue: 41.123456789,
  peakAt: NOON + 20 * MINUTE_MS,
  readingCount: 31,
  acknowledgement: { by: 'Eve', at: NOON + 30 * MINUTE_MS },
};

describe('formatEpisode', () => {
  it('says what, where, since when, how bad, and who looks after it', () => {
    expect(formatEpisode(episode).split('\n')).toEqual([
      '2026-07-01T12:00:00.000Z  dangerous-heat at EWR  critical  firing since 2026-07-01T12:10:00.000Z',
      '  peak          41.123 at 2026-07-01T12:20:00.000Z, 31 readings',
      '  acknowledged  by Eve at 2026-07-01T12:30:00.000Z',
      '',
    ]);
  });

  it('says when it ended, and that nobody looks after it', () => {
    const over = {
      ...episode,
      state: 'resolved',
      resolvedAt: NOON + 40 * MINUTE_MS,
      acknowledgement: undefined,
    } as const;
    expect(formatEpisode(over)).toContain('critical  resolved at 2026-07-01T12:40:00.000Z\n');
    expect(formatEpisode(over)).toContain('acknowledged  no\n');
  });

  it('says of one that has not fired just that, and of one reading one', () => {
    const begun = { ...episode, state: 'pending', firedAt: undefined, readingCount: 1 } as const;
    expect(formatEpisode(begun)).toContain('critical  pending\n');
    expect(formatEpisode(begun)).toContain(', 1 reading\n');
  });

  it('has no control character, whoever wrote into the table', () => {
    const text = formatEpisode({ ...episode, acknowledgement: { by: 'eve\u001b[2J\u202e\n', at: NOON } });
    expect(text).toContain('by eve\\u001b[2J\\u202e\\u000a at');
  });
});

describe('episodeJson', () => {
  it('is one line with every value, null where there is none', () => {
    const line = episodeJson({ ...episode, acknowledgement: undefined });
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({
      stationId: 'EWR',
      rule: 'dangerous-heat',
      severity: 'critical',
      state: 'firing',
      startedAt: '2026-07-01T12:00:00.000Z',
      firedAt: '2026-07-01T12:10:00.000Z',
      resolvedAt: null,
      peakValue: 41.123456789,
      peakAt: '2026-07-01T12:20:00.000Z',
      readingCount: 31,
      acknowledgedBy: null,
      acknowledgedAt: null,
    });
  });

  it('says who has acknowledged it and when', () => {
    expect(JSON.parse(episodeJson(episode))).toMatchObject({
      acknowledgedBy: 'Eve',
      acknowledgedAt: '2026-07-01T12:30:00.000Z',
    });
  });
});
