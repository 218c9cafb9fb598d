import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseReceivers } from './parse-receivers.ts';

const SMALLEST = `
receivers:
  - name: ops
    webhook: { url: https://hooks.example/weather, secretFile: ops-secret }
`;

function faultsOf(text: string): string[] {
  const { faults = [] } = parseReceivers(text);
  return faults.map(({ path, problem }) => `${path} ${problem}`);
}

describe('parseReceivers', () => {
  it('reads the smallest file: everything is told, at the pace of Alertmanager', () => {
    expect(parseReceivers(SMALLEST).file).toMatchObject({
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
    for (const example of examples) expect(faultsOf(example)).toEqual([]);
  });

  it('names all faults at once, each with its path', () => {
    const faults = faultsOf(`
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
    expect(faults.sort()).toEqual([
      'colour is unknown',
      'externalUrl must be the address of the page that people look alerts up on',
      'receivers[0].groupWait must be a duration from 0s to 1h, such as 30s, 5m or 4h',
      'receivers[0].maxAlerts must be an integer from 1 to 1000',
      'receivers[0].name must be 1 to 64 of A-Z a-z 0-9 . _ -',
      'receivers[0].repeatInterval must be a duration from 1s to 30d, such as 30s, 5m or 4h',
      'receivers[0].severities must be a list of names, in which * stands for any characters, such as ["heat-*"]',
      'receivers[0].webhook.secret is unknown',
      'receivers[0].webhook.secretFile must be the path of a file with the secret that signs the notifications',
      'receivers[0].webhook.url must be an https or http address without a user name or password in it',
      'receivers[1].email must have both "user" and "passwordFile" or neither',
      'receivers[1].email.from must be an e-mail address',
      'receivers[1].email.server must be smtps://host:465 (TLS from the start) or smtp://host:587 (STARTTLS)',
      'receivers[1].email.to must be a list of one to 50 e-mail addresses',
      'receivers[1].timeout must be a duration from 1s to 60s, such as 30s, 5m or 4h',
      'receivers[2] must have either "webhook" or "email"',
      'receivers[3] must have either "webhook" or "email"',
    ]);
  });

  it.each([
    ['no list', 'receivers: ops'],
    ['an empty list', 'receivers: []'],
    ['no objects', 'receivers: [ops]'],
    [
      'two of one name',
      SMALLEST + SMALLEST.replace('receivers:\n', '').trimStart().replace('- name', '  - name'),
    ],
  ])('refuses %s', (_name, text) => {
    expect(faultsOf(text)).toContain(
      'receivers must be a list of one to 50 receivers, each with a name of its own',
    );
  });

  it.each([
    ['what is not YAML', 'receivers: [', /^ is not YAML: .*line 1/],
    ['two values of one name', 'a: 1\na: 2', /^ is not YAML: Map keys must be unique/],
    ['nothing', '', /^ must hold receivers/],
    ['a text', 'receivers', /^ must hold receivers/],
    ['too much', '#'.repeat(65_537), /^ must not be longer/],
  ])('refuses %s', (_name, text, message) => {
    expect(faultsOf(text)).toEqual([expect.stringMatching(message)]);
  });

  it('expands no alias, which could grow without end', () => {
    expect(faultsOf('a: &a [x, x]\nb: [*a, *a]\n')).toHaveLength(1);
  });
});
