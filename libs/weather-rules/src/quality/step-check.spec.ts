import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema/reading';
import { QUALITY_FLAG } from './quality-flag.ts';
import { checkStep, newStepState, stepAllowance, type StepLimits } from './step-check.ts';

const LIMITS: StepLimits = { doubtful: 0.5, wrong: 2 };
const { good, doubtful, wrong } = QUALITY_FLAG;

/** The flags of values that follow each other at these minutes. */
function flagsOf(values: readonly (readonly [minute: number, value: number])[]): number[] {
  const state = newStepState();
  return values.map(([minute, value]) => checkStep(state, value, minute * MS_PER_MINUTE, LIMITS));
}

describe('checkStep', () => {
  it('the first value of a station is accepted, whatever it is', () => {
    expect(flagsOf([[0, 1013]])).toEqual([good]);
    expect(flagsOf([[-30_000_000, -60]])).toEqual([good]);
  });

  it.each([
    [0.5, good],
    [0.51, doubtful],
    [2, doubtful],
    [2.01, wrong],
  ])('a change of %d within a minute has the right flag', (change, flag) => {
    expect(
      flagsOf([
        [0, 0],
        [1, change],
      ]),
    ).toEqual([good, flag]);
    expect(
      flagsOf([
        [0, 0],
        [1, -change],
      ]),
    ).toEqual([good, flag]);
  });

  it('the allowance is the same up to a minute and grows after that', () => {
    expect([1, MS_PER_MINUTE, 4 * MS_PER_MINUTE, 100 * MS_PER_MINUTE].map(stepAllowance)).toEqual([
      1, 1, 2, 10,
    ]);
    expect(
      flagsOf([
        [0, 0],
        [4, 1],
      ]),
    ).toEqual([good, good]);
  });

  it('the value after a spike is compared with the one before it', () => {
    expect(
      flagsOf([
        [0, 1000],
        [1, 1030],
        [2, 1000.2],
        [3, 1000.3],
      ]),
    ).toEqual([good, wrong, good, good]);
  });

  it('a step that three readings over three minutes agree on is accepted', () => {
    expect(
      flagsOf([
        [0, 1000],
        [1, 1030],
        [2, 1030.1],
        [3, 1029.9],
        [4, 1030],
        [5, 1030.2],
      ]),
    ).toEqual([good, wrong, wrong, wrong, good, good]);
  });

  it('a step that its readings do not agree on is not accepted', () => {
    expect(
      flagsOf([
        [0, 1000],
        [1, 1030],
        [2, 1040],
        [3, 1030],
        [4, 1020],
        [5, 1000],
      ]),
    ).toEqual([good, wrong, wrong, wrong, wrong, good]);
  });
});
