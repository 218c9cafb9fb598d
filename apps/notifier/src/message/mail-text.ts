import type { AlertmanagerAlert, WebhookMessage } from './webhook-message.ts';

/** Formats a subject as Alertmanager does: `[FIRING:2] heat (critical)`. */
export function formatSubject({ alerts, status, groupLabels, truncatedAlerts }: WebhookMessage): string {
  const firing = alerts.filter((alert) => alert.status === 'firing').length + truncatedAlerts;
  const state = status === 'firing' ? `FIRING:${firing}` : 'RESOLVED';
  return `[${state}] ${groupLabels['alertname'] ?? ''} (${groupLabels['severity'] ?? ''})`;
}

/** Formats the alerts as plain text, firing ones first. */
export function formatText(message: WebhookMessage): string {
  const { alerts, truncatedAlerts, externalURL } = message;
  const firing = alerts.filter(({ status }) => status === 'firing');
  const resolved = alerts.filter(({ status }) => status === 'resolved');
  const more = truncatedAlerts === 0 ? [] : [`and ${truncatedAlerts} more firing`];
  return [
    ...formatSection('Firing', [...firing.map(formatLine), ...more]),
    ...formatSection('Resolved', resolved.map(formatLine)),
    ...(externalURL === '' ? [] : [externalURL, '']),
    'Sent by weather-notifier. All times are UTC (observation time).',
    '',
  ].join('\n');
}

function formatSection(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((text) => `- ${text}`), ''];
}

function formatLine({ annotations, generatorURL }: AlertmanagerAlert): string {
  return [annotations['summary'] ?? '', generatorURL].filter((text) => text !== '').join('\n  ');
}
