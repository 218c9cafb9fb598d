import type { Alert, WebhookMessage } from './webhook-message.ts';

/** `[FIRING:2] heat (critical)`, as Alertmanager's e-mails begin. */
export function mailSubject({ alerts, status, groupLabels, truncatedAlerts }: WebhookMessage): string {
  const firing = alerts.filter((alert) => alert.status === 'firing').length + truncatedAlerts;
  const state = status === 'firing' ? `FIRING:${firing}` : 'RESOLVED';
  return `[${state}] ${groupLabels['alertname'] ?? ''} (${groupLabels['severity'] ?? ''})`;
}

/** The alerts for a person to read, what fires before what is over. */
export function mailText(message: WebhookMessage): string {
  const { alerts, truncatedAlerts, externalURL } = message;
  const firing = alerts.filter(({ status }) => status === 'firing');
  const resolved = alerts.filter(({ status }) => status === 'resolved');
  const more = truncatedAlerts === 0 ? [] : [`and ${truncatedAlerts} more that fire`];
  return [
    ...section('Firing', [...firing.map(line), ...more]),
    ...section('Over', resolved.map(line)),
    ...(externalURL === '' ? [] : [externalURL, '']),
    'Sent by weather-notifier. Times are UTC, as the stations measured.',
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((text) => `- ${text}`), ''];
}

function line({ annotations, generatorURL }: Alert): string {
  return [annotations['summary'] ?? '', generatorURL].filter((text) => text !== '').join('\n  ');
}
