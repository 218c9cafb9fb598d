import { RULE_NAME } from '@weather/weather-rules';
import { EPISODE_STATES, type EpisodeFilter, type EpisodeTarget } from '@weather/weather-store';
import { instant, parseOptions, stationId, usageError, wholeNumber } from '../parse-options.ts';
import { isSafeText } from '../shown-text.ts';

export interface ListAlertsRequest {
  readonly filter: EpisodeFilter;
  readonly limit: number;
  readonly json: boolean;
}

export interface AcknowledgeRequest {
  readonly target: EpisodeTarget;
  readonly by: string;
}

const LIST_OPTIONS = {
  state: { type: 'string' },
  rule: { type: 'string' },
  station: { type: 'string' },
  since: { type: 'string' },
  unacknowledged: { type: 'boolean' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
} as const;
const ACKNOWLEDGE_OPTIONS = {
  station: { type: 'string' },
  rule: { type: 'string' },
  'started-at': { type: 'string' },
  by: { type: 'string' },
} as const;
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;
/** The column's width. */
const MAX_NAME_CHARACTERS = 80;

/** @throws UsageError that says what is wrong. */
export function parseListAlerts([action, ...args]: readonly string[]): ListAlertsRequest {
  if (action !== 'list') throw usageError('alerts is followed by list or acknowledge');
  const { state, rule, station, since, unacknowledged, limit, json } = parseOptions(args, LIST_OPTIONS);
  return {
    filter: {
      state: stateOf(state),
      rule: rule === undefined ? undefined : ruleName(rule),
      stationId: station === undefined ? undefined : stationId(station),
      since: instant('--since', since),
      unacknowledged: unacknowledged ?? false,
    },
    limit: wholeNumber('--limit', limit, 1, MAX_LIMIT) ?? DEFAULT_LIMIT,
    json: json ?? false,
  };
}

/** @throws UsageError that says what is wrong. */
export function parseAcknowledge([, ...args]: readonly string[]): AcknowledgeRequest {
  const { station, rule, 'started-at': startedAt, by } = parseOptions(args, ACKNOWLEDGE_OPTIONS);
  if (station === undefined || rule === undefined || by === undefined) {
    throw usageError('acknowledge needs --station ID, --rule NAME and --by WHO');
  }
  return {
    target: {
      stationId: stationId(station),
      rule: ruleName(rule),
      startedAt: instant('--started-at', startedAt),
    },
    by: whoOf(by.trim()),
  };
}

function stateOf(text: string | undefined): EpisodeFilter['state'] {
  const state = EPISODE_STATES.find((known) => known === text);
  if (state !== undefined || text === undefined) return state;
  throw usageError(`--state "${text}": allowed: ${EPISODE_STATES.join(', ')}`);
}

function ruleName(text: string): string {
  const name = RULE_NAME.parse(text);
  if (name !== undefined) return name;
  throw usageError(`--rule "${text}": allowed: ${RULE_NAME.expected}`);
}

function whoOf(text: string): string {
  const { length } = Array.from(text);
  if (length > 0 && length <= MAX_NAME_CHARACTERS && isSafeText(text)) return text;
  throw usageError(
    `--by "${text}": allowed: 1 to ${MAX_NAME_CHARACTERS} characters, no control characters among them`,
  );
}
