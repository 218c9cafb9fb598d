import { describe, expect, it } from '@jest/globals';
import type { Episode } from './episodes/episode.ts';
import { flagOf, TIMELINESS } from './quality/quality-flag.ts';
import { ReadingJudge } from './reading-judge.ts';
import { defaultRules } from './rules/default-rules.ts';
import { parseRules } from './rules/parse-rules.ts';

const MINUTE = 60_000;
const reading = (minute: number, temperature: number) => ({
  stationId: 'a',
  observedAt: minute * MINUTE,
  temperature,
});

describe('ReadingJudge', () => {
  it('alerts by the values that passed quality control', () => {
    const judge = new ReadingJudge(defaultRules(30));
    const state = judge.begin('a');
    const changes: Episode[] = [];
    for (const [minute, temperature] of [29, 31, 59, 31, 29].entries())
      judge.judge(state, reading(minute, temperature), changes);
    expect(changes).toEqual([
      expect.objectContaining({ state: 'resolved', startedAt: MINUTE, peakValue: 31, readingCount: 2 }),
    ]);
  });

  it('goes on from a text with flags and episodes as if it had never stopped', () => {
    const judge = new ReadingJudge(defaultRules(30));
    const [whole, first] = [judge.begin('a'), judge.begin('a')];
    for (const minute of [0, 1])
      for (const state of [whole, first]) judge.judge(state, reading(minute, 31), []);
    const revived = judge.revive('a', judge.serialise(first), []);
    const [ofWhole, ofRevived]: [Episode[], Episode[]] = [[], []];
    expect(judge.judge(revived, reading(2, 40), ofRevived)).toBe(judge.judge(whole, reading(2, 40), ofWhole));
    expect(judge.judge(revived, reading(3, 32), ofRevived)).toBe(judge.judge(whole, reading(3, 32), ofWhole));
    expect(ofRevived).toEqual(ofWhole);
    expect(judge.openEpisodes(revived)).toEqual(judge.openEpisodes(whole));
  });

  it('takes the limits of the station for plausible', () => {
    const judge = new ReadingJudge(
      parseRules('rules: []\nlimits: [{ stations: ["alpine-*"], temperature: { max: 25 } }]'),
    );
    const flag = (stationId: string): number =>
      flagOf(judge.judge(judge.begin(stationId), { ...reading(0, 26), stationId }, []), 'temperature');
    expect([flag('alpine-1'), flag('valley')]).toEqual([3, 0]);
    const alone = judge.judgeAlone(judge.begin('alpine-1'), reading(0, 26), TIMELINESS.tooLate);
    expect(flagOf(alone, 'temperature')).toBe(3);
  });
});
