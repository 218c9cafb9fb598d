import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { findIssues } from '@weather/service-runtime/testing';
import { parseReceivers } from './receivers-file.ts';

const SMALLEST = `
receivers:
  - name: ops
    webhook: { url: https://hooks.example/weather, secretFile: ops-secret }
`;

const TOO_DEEP = 'the file is nested more than 20 levels deep; expected at most 20';

function issuesOf(text: string): string[] {
  return findIssues(parseReceivers, text);
}

describe('parseReceivers', () => {
  it('reads the smallest file: every alert is sent, with the intervals of Alertmanager', () => {
    expect(parseReceivers(SMALLEST)).toMatchObject({
      externalUrl: '',
      receivers: [
        {
          name: 'ops',
          webhook: { url: 'https://hooks.example/weather', secretFile: 'ops-secret' },
          severities: ['*'],
          rules: ['*'],
          stations: ['*'],
          groupWait: '30s',
          groupInterval: '5m',
          repeatInterval: '4h',
          timeout: '10s',
          maxAlerts: 100,
        },
      ],
    });
  });

  it('reads the examples of docs/notifications.md', () => {
    const page = readFileSync(new URL('../../../../docs/notifications.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = '']) => text);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(issuesOf(example)).toEqual([]);
  });

  it('names every issue at once, each with its path', () => {
    const issues = issuesOf(`
externalUrl: weather
colour: red
receivers:
  - name: on call
    webhook: { url: 'ftp://hooks.example', secret: abc }
    severities: critical
    groupWait: 30
    repeatInterval: 0s
    maxAlerts: 0
  - name: mail
    email: { server: mail.example, user: weather, from: nobody, to: [] }
    timeout: 2m
  - name: both
    webhook: { url: https://hooks.example, secretFile: a }
    email: { server: smtps://mail.example:465, from: a@mail.example, to: [b@mail.example] }
  - name: neither
`);
    expect(issues.sort()).toEqual([
      'colour is unknown; expected externalUrl or receivers',
      'externalUrl is invalid; expected the address of the page that shows the alerts',
      'receivers[0].groupWait is 30; expected a duration from 0s to 1h, such as 30s, 5m or 4h',
      'receivers[0].maxAlerts is 0; expected an integer from 1 to 1000',
      'receivers[0].name is "on call"; expected 1 to 64 of A-Z a-z 0-9 . _ -',
      'receivers[0].repeatInterval is "0s"; expected a duration from 1s to 30d, such as 30s, 5m or 4h',
      'receivers[0].severities is "critical"; expected a list of names, such as ["heat-*"]',
      'receivers[0].webhook.secret is unknown; expected url, secretFile or caFile',
      'receivers[0].webhook.secretFile is missing; expected the path of a file with the secret that signs the notifications',
      'receivers[0].webhook.url is invalid; expected an https or http address without a user name or password in it',
      'receivers[1].email must have both "user" and "passwordFile" or neither',
      'receivers[1].email.from is "nobody"; expected an e-mail address',
      'receivers[1].email.server is invalid; expected smtps://host:465 (TLS from the start) or smtp://host:587 (STARTTLS)',
      'receivers[1].email.to is []; expected a list of 1 to 50 e-mail addresses',
      'receivers[1].timeout is "2m"; expected a duration from 1s to 60s, such as 30s, 5m or 4h',
      'receivers[2] has webhook and email; expected exactly one of webhook or email',
      'receivers[3] has none of webhook, email; expected exactly one',
    ]);
  });

  it.each([
    ['no list', 'receivers: ops', 'receivers is "ops"; expected a list of 1 to 50 receivers'],
    ['an empty list', 'receivers: []', 'receivers is []; expected a list of 1 to 50 receivers'],
    [
      'no objects',
      'receivers: [ops]',
      expect.stringMatching(/^receivers\[0\] is "ops"; expected an object with name, webhook, email, /),
    ],
    [
      'two of one name',
      SMALLEST + SMALLEST.replace('receivers:\n', '').trimStart().replace('- name', '  - name'),
      'receivers[1].name is "ops", as is receivers[0].name; expected a unique name',
    ],
  ])('rejects %s', (_name, text, issue) => {
    expect(issuesOf(text)).toEqual([issue]);
  });

  it.each([
    ['what is not YAML', 'receivers: [', /^invalid YAML: .*line 1/],
    ['two values of one name', 'a: 1\na: 2', /^invalid YAML: Map keys must be unique/],
    ['nothing', '', /^the file is empty; it must contain receivers$/],
    ['a text', 'receivers', /^the file is "receivers"; it must contain receivers$/],
    ['too much', '#'.repeat(65_537), /^the file has 65537 bytes; the limit is 64 KiB$/],
  ])('rejects %s', (_name, text, message) => {
    expect(issuesOf(text)).toEqual([expect.stringMatching(message)]);
  });

  it('rejects deep nesting', () => {
    for (const opening of ['[', '{', '- ', '? - '])
      expect(issuesOf(`receivers: ${opening.repeat(1_000)}`)).toEqual([TOO_DEEP]);
  });

  it('does not expand aliases, which could grow without limit', () => {
    const refused = 'aliases are not supported: *a; put a pattern with * in quotes';
    expect(issuesOf('a: &a [x, x]\nb: [*a, *a]\n')).toEqual([refused, refused]);
  });
});
