import { describe, expect, it } from '@jest/globals';
import { isExternalUrl, isMailAddress, isMailServer, isWebhookUrl } from './receiver-addresses.ts';

describe('isWebhookUrl', () => {
  it.each(['https://hooks.example/a?b=c', 'http://10.0.0.5:8080/', 'https://[2001:db8::1]/'])(
    'accepts %s',
    (text) => {
      expect(isWebhookUrl(text)).toBe(true);
    },
  );

  it.each([
    '',
    'hooks.example',
    'ftp://hooks.example',
    'file:///etc/passwd',
    'https://a:b@hooks.example/',
    5,
    null,
  ])('rejects %j', (text) => {
    expect(isWebhookUrl(text)).toBe(false);
  });
});

describe('isExternalUrl', () => {
  it('may be empty', () => {
    expect(isExternalUrl('')).toBe(true);
    expect(isExternalUrl('https://weather.example/')).toBe(true);
    expect(isExternalUrl('weather')).toBe(false);
  });
});

describe('isMailServer', () => {
  it.each(['smtps://mail.example:465', 'smtp://mail.example:587', 'smtp://[2001:db8::1]:587/'])(
    'accepts %s',
    (text) => {
      expect(isMailServer(text)).toBe(true);
    },
  );

  it.each([
    'mail.example:25',
    'smtp://mail.example',
    'smtps://a:b@mail.example:465',
    'smtp://mail.example:587/x',
    5,
  ])('rejects %j', (text) => {
    expect(isMailServer(text)).toBe(false);
  });
});

describe('isMailAddress', () => {
  it.each(['ops@example.org', 'a.b+c@mail.example'])('accepts %s', (text) => {
    expect(isMailAddress(text)).toBe(true);
  });

  it.each(['ops', 'ops@', 'a b@example.org', 'a@example.org\nBcc: b@example.org', 'a@x, b@y', '<a@x>', 5])(
    'rejects %j',
    (text) => {
      expect(isMailAddress(text)).toBe(false);
    },
  );
});
