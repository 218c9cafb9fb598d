import { connectDatabase, AlertRepository } from '@weather/weather-store';
import { ACKNOWLEDGE_SECTIONS, LIST_ALERTS_SECTIONS } from '../cli-config.ts';
import { defineCommand } from '../define-command.ts';
import { formatCount } from '../format.ts';
import { parseAcknowledge, parseListAlerts } from './alerts-request.ts';
import { alertJson, formatAcknowledgement, formatAlert } from './format-alert.ts';

export const LIST_ALERTS_COMMAND = defineCommand({
  name: 'alerts',
  summary: 'lists the alerts.',
  sections: LIST_ALERTS_SECTIONS,
  parse: parseListAlerts,
  run: async ({ filter, limit, json }, context) => {
    const database = await connectDatabase(context);
    const repository = new AlertRepository(database);
    // One more shows whether there are more.
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
  sections: ACKNOWLEDGE_SECTIONS,
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
