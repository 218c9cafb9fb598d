import { describe, expect, it } from '@jest/globals';
import type { DueGroup } from '@weather/weather-store/notifications';
import { draftNotification } from './draft-notification.ts';
import { formatSubject, formatText } from './mail-text.ts';
import { end, event, group, over } from '../testing/sample-events.ts';
import type { WebhookMessage } from './webhook-message.ts';

function draftMessage(due: DueGroup, maxAlerts = 10): WebhookMessage {
  const externalUrl = 'https://weather.example/';
  const { body } = draftNotification(due, { receiver: 'mail', externalUrl, maxAlerts });
  return JSON.parse(body ?? 'null') as WebhookMessage;
}

describe('an e-mail', () => {
  it('counts what fires in its subject, including what had no room', () => {
    const sentAsFiring = [over('b'), event('c'), event('d')];
    const message = draftMessage(group({ waiting: [event('a'), end('b')], sentAsFiring }), 3);
    expect(formatSubject(message)).toBe('[FIRING:3] heat (critical)');
    expect(formatSubject(draftMessage(group({ waiting: [end('b')], sentAsFiring: [over('b')] })))).toBe(
      '[RESOLVED] heat (critical)',
    );
  });

  it('lists what fires, then what is resolved, each with its link', () => {
    const text = formatText(
      draftMessage(group({ waiting: [end('b'), event('a')], sentAsFiring: [over('b')] })),
    );
    expect(text.split('\n').filter((line) => !line.startsWith('  https'))).toEqual([
      'Firing',
      '- a: heat since 2026-07-01 12:00 UTC, peak 31.4',
      '',
      'Resolved',
      '- b: heat from 2026-07-01 12:00 UTC to 2026-07-01 14:00 UTC, peak 31.4',
      '',
      'https://weather.example/',
      '',
      'Sent by weather-notifier. All times are UTC (observation time).',
      '',
    ]);
    expect(text).toContain('https://weather.example/?rule=heat&station=a');
  });

  it('counts the alerts that have no room', () => {
    const text = formatText(draftMessage(group({ waiting: [event('a')], sentAsFiring: [event('b')] }), 1));
    expect(text).toContain('- and 1 more firing\n');
  });
});
