import { describe, expect, it } from '@jest/globals';
import { COLOUR_STEPS, temperatureColour } from './temperature-colour.ts';

describe('temperatureColour', () => {
  it('starts a step at its temperature', () => {
    expect(temperatureColour(29.9)).toBe('#fbb34c');
    expect(temperatureColour(30)).toBe('#ef7133');
  });

  it('has a colour for every temperature, and none without one', () => {
    expect(temperatureColour(-90)).toBe(COLOUR_STEPS[0]?.colour);
    expect(temperatureColour(60)).toBe(COLOUR_STEPS.at(-1)?.colour);
    expect(temperatureColour(null)).toBeUndefined();
  });
});
