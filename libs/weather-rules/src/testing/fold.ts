import type { Reading } from '@weather/weather-schema';
import fc from 'fast-check';
import type { AlertState, SavedAlertState } from '../episodes/alert-state.ts';
import type { AlertJudge } from '../episodes/alert-judge.ts';
import type { Episode } from '../episodes/episode.ts';

/** A reading and its flags. */
export interface Judged {
  readonly reading: Reading;
  readonly quality: number;
}

export const STATION = 'roof';
export const MINUTE = 60_000;
export const ALL_PASSED = 0x44444440;
export const TEMPERATURE_DOUBTFUL = 0x24444440;

/** One reading a minute, with these temperatures. */
export function temperatures(...values: readonly number[]): Judged[] {
  return values.map((temperature, index) => ({
    reading: { stationId: STATION, observedAt: index * MINUTE, temperature },
    quality: ALL_PASSED,
  }));
}

/** Judges the readings one after the other, each with a list of changes of its own: what came of each. */
export function movesOf(judge: AlertJudge, readings: readonly Judged[], state?: AlertState): Episode[][] {
  const own = state ?? judge.newState(STATION);
  return readings.map(({ reading, quality }) => {
    const changes: Episode[] = [];
    judge.judge(own, reading, quality, changes);
    return changes;
  });
}

/** What became of every episode in the end, in the order in which they began. */
export function lastOf(changes: readonly Episode[]): Episode[] {
  const last = new Map(changes.map((episode) => [`${episode.rule} ${episode.startedAt}`, episode]));
  return [...last.values()];
}

/** What becomes of the readings' episodes. */
export function episodesOf(judge: AlertJudge, readings: readonly Judged[]): Episode[] {
  return lastOf(movesOf(judge, readings).flat());
}

/** The state as it comes back from where it was stored. */
export function stored(judge: AlertJudge, state: AlertState): AlertState {
  return judge.revive(JSON.parse(JSON.stringify(state)) as SavedAlertState, STATION, []);
}

const MOST_READINGS = 60;
const MOST_GAP_MINUTES = 45;

const steps = fc.record({
  gapMinutes: fc.integer({ min: 1, max: MOST_GAP_MINUTES }),
  temperature: fc.option(fc.integer({ min: 20, max: 40 }), { nil: undefined }),
  pressure: fc.integer({ min: 990, max: 1010 }),
  quality: fc.constantFrom(ALL_PASSED, ALL_PASSED, ALL_PASSED, TEMPERATURE_DOUBTFUL, ALL_PASSED + 1),
});

/** A station's readings in order of event time: values that are missing, did not pass or came too late among them. */
export const judgedReadings: fc.Arbitrary<Judged[]> = fc
  .array(steps, { maxLength: MOST_READINGS })
  .map((all) => {
    let observedAt = 0;
    return all.map(({ gapMinutes, temperature, pressure, quality }) => {
      observedAt += gapMinutes * MINUTE;
      const measured = temperature === undefined ? { pressure } : { temperature, pressure };
      return { reading: { stationId: STATION, observedAt, ...measured }, quality };
    });
  });
