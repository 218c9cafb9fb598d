import { describe, expect, it } from '@jest/globals';
import type { GroupToTell } from '@weather/weather-store/notifications';
import { composeTelling } from './compose-telling.ts';
import { mailSubject, mailText } from './mail-text.ts';
import { end, event, group, over } from './sample-events.ts';
import type { WebhookMessage } from './webhook-message.ts';

function messageOf(given: GroupToTell, maxAlerts = 10): WebhookMessage {
  const externalUrl = 'https://weather.example/';
  const { body } = composeTelling(given, { receiver: 'mail', externalUrl, maxAlerts });
  return JSON.parse(body ?? 'null') as WebhookMessage;
}

describe('the mail of a message', () => {
  it('counts what fires in its subject, with what had no room', () => {
    const firing = [over('b'), event('c'), event('d')];
    const message = messageOf(group({ waiting: [event('a'), end('b')], firing }), 3);
    expect(mailSubject(message)).toBe('[FIRING:3] heat (critical)');
    expect(mailSubject(messageOf(group({ waiting: [end('b')], firing: [over('b')] })))).toBe(
      '[RESOLVED] heat (critical)',
    );
  });

  it('tells what fires, then what is over, each with its page', () => {
    const text = mailText(messageOf(group({ waiting: [end('b'), event('a')], firing: [over('b')] })));
    expect(text.split('\n').filter((line) => !line.startsWith('  https'))).toEqual([
      'Firing',
      '- heat at a fires, began 2026-07-01T12:00:00.000Z, peak 31.4',
      '',
      'Over',
      '- heat at b is over since 2026-07-01T14:00:00.000Z, began 2026-07-01T12:00:00.000Z, peak 31.4',
      '',
      'https://weather.example/',
      '',
      'Sent by weather-notifier. Times are UTC, as the stations measured.',
      '',
    ]);
    expect(text).toContain('https://weather.example/?rule=heat&station=a');
  });

  it('says how many more there are', () => {
    const text = mailText(messageOf(group({ waiting: [event('a')], firing: [event('b')] }), 1));
    expect(text).toContain('- and 1 more that fire\n');
  });
});
