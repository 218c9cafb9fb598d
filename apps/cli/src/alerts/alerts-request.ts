import { RULE_NAME_EXPECTED, RULE_NAME_PATTERN } from '@weather/weather-rules';
import { ALERT_STATES, type AlertFilter, type AlertTarget } from '@weather/weather-store';
import { isSafeText } from '../format.ts';
import {
  invalidOption,
  parseOptions,
  parseStationId,
  parseTime,
  parseWholeNumber,
  usageError,
} from '../parse-options.ts';

export interface ListAlertsRequest {
  readonly filter: AlertFilter;
  readonly limit: number;
  readonly json: boolean;
}

export interface AcknowledgeRequest {
  readonly target: AlertTarget;
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
/** The width of the column. */
const MAX_NAME_CHARACTERS = 80;

/** @throws UsageError naming what is wrong. */
export function parseListAlerts([action, ...args]: readonly string[]): ListAlertsRequest {
  if (action !== 'list') throw usageError('usage: weather alerts list|acknowledge');
  const { state, rule, station, since, unacknowledged, limit, json } = parseOptions(args, LIST_OPTIONS);
  return {
    filter: {
      state: parseState(state),
      rule: rule === undefined ? undefined : parseRuleName(rule),
      stationId: parseStationId(station),
      since: parseTime('--since', since),
      unacknowledged: unacknowledged ?? false,
    },
    limit: parseWholeNumber('--limit', limit, 1, MAX_LIMIT) ?? DEFAULT_LIMIT,
    json: json ?? false,
  };
}

/** @throws UsageError naming what is wrong. */
export function parseAcknowledge([, ...args]: readonly string[]): AcknowledgeRequest {
  const { station, rule, 'started-at': startedAt, by } = parseOptions(args, ACKNOWLEDGE_OPTIONS);
  if (station === undefined || rule === undefined || by === undefined) {
    throw usageError('alerts acknowledge needs --station ID, --rule NAME and --by WHO');
  }
  return {
    target: {
      stationId: parseStationId(station),
      rule: parseRuleName(rule),
      startedAt: parseTime('--started-at', startedAt),
    },
    by: parseName(by.trim()),
  };
}

function parseState(text: string | undefined): AlertFilter['state'] {
  const state = ALERT_STATES.find((known) => known === text);
  if (state !== undefined || text === undefined) return state;
  throw invalidOption('--state', text, ALERT_STATES.join(', '));
}

function parseRuleName(text: string): string {
  if (RULE_NAME_PATTERN.test(text)) return text;
  throw invalidOption('--rule', text, RULE_NAME_EXPECTED);
}

function parseName(text: string): string {
  const { length } = Array.from(text);
  if (length > 0 && length <= MAX_NAME_CHARACTERS && isSafeText(text)) return text;
  throw invalidOption('--by', text, `1 to ${MAX_NAME_CHARACTERS} characters without control characters`);
}
