/** A station id in which every `*` matches any number of characters. */
const STATION_PATTERN = /^[A-Za-z0-9._:*-]{1,64}$/;

/** Whether a text can be a station id or a pattern of ids. */
export function isStationPattern(text: string): boolean {
  return STATION_PATTERN.test(text);
}

/** Creates a test of whether a station id matches one of the patterns. */
export function stationMatcher(patterns: readonly string[]): (stationId: string) => boolean {
  const matchers = patterns.map(patternMatcher);
  return (stationId) => matchers.some((matches) => matches(stationId));
}

/**
 * Matches each part between two `*` at its first occurrence after the one before, without backtracking: a regular expression made
 * of the pattern `*a*a*a*b` would take minutes for an id of sixty a.
 */
function patternMatcher(pattern: string): (stationId: string) => boolean {
  const [prefix = '', ...rest] = pattern.split('*');
  const suffix = rest.pop();
  if (suffix === undefined) return (stationId) => stationId === prefix;
  return (stationId) => {
    const end = stationId.length - suffix.length;
    if (end < prefix.length || !stationId.startsWith(prefix) || !stationId.endsWith(suffix)) return false;
    let from = prefix.length;
    for (const part of rest) {
      const at = stationId.indexOf(part, from);
      if (at === -1 || at + part.length > end) return false;
      from = at + part.length;
    }
    return true;
  };
}
