import { stationMatcher } from '@weather/weather-rules';

const MAX_CHARACTERS = 64;

/** Whether a text may be a pattern of names: `*` stands for any characters, everything else for itself. */
export function isNamePattern(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && text.length <= MAX_CHARACTERS;
}

/** Whether a name follows one of some patterns as a whole. */
export function matchesAny(name: string, patterns: readonly string[]): boolean {
  return stationMatcher(patterns)(name);
}
