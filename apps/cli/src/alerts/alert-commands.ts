import { RULE_NAME_EXPECTED, RULE_NAME_PATTERN } from '@weather/weather-rules';
import {
  ALERT_STATES,
  AlertRepository,
  connectDatabase,
  type AlertFilter,
  type AlertTarget,
} from '@weather/weather-store';
import { AlertsDatabaseConfig, OperatorDatabaseConfig } from '../cli-config.ts';
import { defineCommand } from '../define-command.ts';
import { formatCount, isSafeText } from '../format.ts';
import {
  invalidOption,
  parseOptions,
  parseStationId,
  parseTime,
  parseWholeNumber,
  usageError,
} from '../parse-options.ts';
import { alertJson, formatAcknowledgement, formatAlert } from './format-alert.ts';

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

export const LIST_ALERTS_COMMAND = defineCommand({
  name: 'alerts',
  summary: 'lists the alerts.',
  sections: { database: AlertsDatabaseConfig },
  parse: parseListAlerts,
  run: async ({ filter, limit, json }, context) => {
    const database = await connectDatabase(context);
    const repository = new AlertRepository(database);
    // One more than the limit shows whether there are more.
    const found = await database.withRetry(() => repository.list(filter, limit + 1), {
      signal: context.signal,
    });
    const listed = found.slice(0, limit);
    if (json) return { output: listed.map(alertJson).join(''), ok: true };
    const more = found.length > limit ? ', and there are more: see --limit' : '';
    const total = `${formatCount(listed.length, 'alert')}${more}\n`;
    return { output: [...listed.map(formatAlert), total].join('\n'), ok: true };
  },
});

export const ACKNOWLEDGE_COMMAND = defineCommand({
  name: 'alerts acknowledge',
  summary: 'marks an alert as handled and stops reminders.',
  sections: { database: OperatorDatabaseConfig },
  parse: parseAcknowledge,
  run: async ({ target, by }, context) => {
    const database = await connectDatabase(context);
    const repository = new AlertRepository(database);
    const at = Date.now();
    const result = await database.withRetry(() => repository.acknowledge(target, { by, at }), {
      signal: context.signal,
    });
    const text = formatAcknowledgement(result, target, by);
    if (result.kind !== 'none') return { output: text, ok: true };
    process.stderr.write(text);
    return { output: '', ok: false };
  },
});

/** @throws UsageError naming what is wrong. */
export function parseListAlerts([action, ...args]: readonly string[]): {
  readonly filter: AlertFilter;
  readonly limit: number;
  readonly json: boolean;
} {
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
export function parseAcknowledge([, ...args]: readonly string[]): {
  readonly target: AlertTarget;
  readonly by: string;
} {
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
