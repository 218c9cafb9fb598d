import { DateTime } from 'luxon';

/** The tokens that luxon parses; others it only prints (`X`) or takes for text. */
const TOKENS = {
  era: ['G'],
  year: ['y', 'yy', 'yyyy', 'yyyyy', 'yyyyyy'],
  month: ['M', 'MM', 'MMM', 'MMMM', 'L', 'LL', 'LLL', 'LLLL'],
  day: ['d', 'dd'],
  'day of the year': ['o', 'ooo'],
  'week year': ['kk', 'kkkk'],
  week: ['W', 'WW'],
  weekday: ['E', 'EEE', 'EEEE', 'c', 'ccc', 'cccc'],
  hours: ['H', 'HH'],
  'hours of 12': ['h', 'hh'],
  'AM or PM': ['a'],
  minutes: ['m', 'mm'],
  seconds: ['s', 'ss'],
  'fraction of a second': ['S', 'SSS', 'u', 'uu', 'uuu'],
  offset: ['Z', 'ZZ', 'ZZZ', 'z'],
} as const;
type Unit = keyof typeof TOKENS;
const UNIT_OF_TOKEN = new Map<string, Unit>(
  (Object.keys(TOKENS) as Unit[]).flatMap((unit) => TOKENS[unit].map((token) => [token, unit] as const)),
);
const LATIN_LETTER = /[a-z]/i;

/** Whether the times of a format include their zone. */
export function formatNamesZone(format: string): boolean {
  return parseUnits(format).units.includes('offset');
}

/**
 * Finds why a format of luxon's does not identify a time: a unit between the year and the finest one is missing (luxon takes
 * today's, or zero), or two contradict each other (luxon throws).
 * @returns problems that complete "the format …"; none for a usable format.
 */
export function formatProblems(format: string): string[] {
  const { units, unread } = parseUnits(format);
  const has = (...wanted: readonly Unit[]): boolean => wanted.some((unit) => units.includes(unit));
  return [
    ...unread.map(
      (token) => `has "${token}", which is not a token that can be parsed; quote literal text: '${token}'`,
    ),
    ...[...new Set(units)]
      .filter((unit) => units.indexOf(unit) < units.lastIndexOf(unit))
      .map((unit) => `has the ${unit} twice`),
    ...dateProblems(has),
    ...clockProblems(units, has),
  ];
}

function parseUnits(format: string): { units: Unit[]; unread: string[] } {
  const tokens = DateTime.fromFormatExplain('', format)
    .tokens.filter(({ literal, val }) => !literal && LATIN_LETTER.test(val))
    .map(({ val }) => val);
  return {
    units: tokens.flatMap((token) => UNIT_OF_TOKEN.get(token) ?? []),
    unread: tokens.filter((token) => !UNIT_OF_TOKEN.has(token)),
  };
}

type Has = (...wanted: readonly Unit[]) => boolean;

function dateProblems(has: Has): string[] {
  if (has('week year', 'week')) return weekProblems(has);
  const problems = missingUnits(has('day of the year') ? ['year'] : ['year', 'month', 'day'], has);
  if (has('day of the year') && has('month', 'day'))
    problems.push('has both a day of the year and a month or its day');
  return problems;
}

function weekProblems(has: Has): string[] {
  if (has('year', 'month', 'day', 'day of the year', 'era'))
    return ['has both a week and a year, month or day: a date is y, M, d or y, o or k, W, E'];
  return missingUnits(['week year', 'week', 'weekday'], has);
}

function missingUnits(wanted: readonly Unit[], has: Has): string[] {
  const missing = wanted.filter((unit) => !has(unit));
  return missing.length > 0 ? [`has no ${joinWords(missing)}`] : [];
}

/** Each unit of the clock follows the next coarser one; `yyyy-mm-dd HH:MM` would read months as minutes. */
function clockProblems(units: readonly Unit[], has: Has): string[] {
  const follows = (finer: Unit, ...coarser: readonly Unit[]): boolean =>
    !has(finer) || coarser.some((unit) => units[units.indexOf(finer) - 1] === unit);
  const problems: string[] = [];
  if (!follows('minutes', 'hours', 'hours of 12', 'AM or PM'))
    problems.push('has minutes without hours before them (MM is the month, mm the minutes)');
  if (!follows('seconds', 'minutes')) problems.push('has seconds without minutes before them');
  if (!follows('fraction of a second', 'seconds'))
    problems.push('has a fraction of a second without seconds before it');
  if (has('hours') && has('hours of 12', 'AM or PM'))
    problems.push('has both hours of 24 and AM or PM (use H without a, or h with it)');
  else if (has('hours of 12') !== has('AM or PM'))
    problems.push(has('AM or PM') ? 'has AM or PM without hours' : 'has hours of 12 without a (AM or PM)');
  return problems;
}

function joinWords(units: readonly string[]): string {
  return units.length > 1 ? `${units.slice(0, -1).join(', ')} and ${units.at(-1)}` : (units[0] ?? '');
}
