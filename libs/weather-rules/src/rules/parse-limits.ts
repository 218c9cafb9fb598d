import { QUANTITY_NAMES, type Quantity } from '@weather/weather-schema';
import type { FaultList } from './fault-list.ts';
import { NUMBER } from './field-types.ts';
import { parseStations } from './parse-stations.ts';
import type { Range, StationLimits } from './rule.ts';
import { Section } from './section.ts';

const RANGE_KEYS = ['min', 'max'] as const;

/** The keys that an entry of `limits` may have. */
export const LIMITS_KEYS: readonly string[] = ['stations', ...QUANTITY_NAMES];

/** One entry of `limits`; undefined, and faults, if it is not one. */
export function parseLimits(entry: unknown, path: string, faults: FaultList): StationLimits | undefined {
  const section = Section.of(entry, path, LIMITS_KEYS, faults);
  if (section === undefined) return undefined;
  const stations = parseStations(section);
  const given = section.given(QUANTITY_NAMES);
  if (given.length === 0) faults.add(`${path} has none of ${QUANTITY_NAMES.join(', ')}`);
  const ranges: Partial<Record<Quantity, Range>> = {};
  for (const quantity of given) ranges[quantity] = parseRange(section.section(quantity, RANGE_KEYS));
  return { stations, ranges };
}

function parseRange(section: Section | undefined): Range {
  const range: { min?: number; max?: number } = {};
  if (section === undefined) return range;
  for (const key of section.given(RANGE_KEYS)) {
    const end = section.required(key, NUMBER);
    if (end !== undefined) range[key] = end;
  }
  const { path, faults } = section;
  if (section.given(RANGE_KEYS).length === 0) faults.add(`${path} has neither min nor max`);
  const { min = -Infinity, max = Infinity } = range;
  if (min > max) faults.notExpected(`${path}.min`, min, `at most max, ${max}`);
  return range;
}
