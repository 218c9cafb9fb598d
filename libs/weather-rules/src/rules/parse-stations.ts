import type { Section } from './section.ts';
import { isStationPattern } from './station-pattern.ts';

const MOST_PATTERNS = 100;

/** Every station. */
export const ALL_STATIONS: readonly string[] = ['*'];

/** The ids and patterns of the field `stations`, which has to be there. */
export function parseStations(section: Section): readonly string[] {
  const entries = section.list('stations', MOST_PATTERNS);
  for (const { entry, path } of entries) {
    if (typeof entry !== 'string' || !isStationPattern(entry)) {
      section.faults.notExpected(path, entry, 'the id of a station in quotes, in which * is any characters');
    }
  }
  return entries.map(({ entry }) => String(entry));
}
