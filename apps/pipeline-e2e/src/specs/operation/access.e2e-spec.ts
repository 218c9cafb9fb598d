import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { AppName, AppProcess } from '../../support/stack/app-process.ts';
import { TestCertificates } from '../../support/stack/certificates.ts';
import type { KafkaRight } from '../../support/stack/kafka-rights.ts';
import { SecureKafka } from '../../support/stack/secure-kafka.ts';
import type { TestStack } from '../../support/stack/test-stack.ts';

const MISUSE = 2;
const TOPIC = 'weather_data';
const DEAD_LETTERS = 'weather_data_dlq';
const GROUP: KafkaRight = { operation: 'Read', on: 'group', name: 'weather_consumer' };
const WRITE: KafkaRight = { operation: 'Write', on: 'topic', name: TOPIC };
const READ: KafkaRight = { operation: 'Read', on: 'topic', name: TOPIC };
/** The permissions that docs/operations.md lists for producer and consumer. */
const RIGHTS: KafkaRight[] = [WRITE, READ, GROUP, { operation: 'Write', on: 'topic', name: DEAD_LETTERS }];

let certificates: TestCertificates;
let kafka: SecureKafka;
let stack: TestStack;

beforeAll(async () => {
  certificates = await TestCertificates.make();
  kafka = await SecureKafka.start(certificates);
  ({ stack } = kafka);
  await stack.migrate('up');
});

beforeEach(async () => {
  await kafka.allow(...RIGHTS);
});

afterEach(async () => {
  await stack.endApps();
  await kafka.present('good');
});

afterAll(async () => {
  await kafka.stop();
  await certificates.remove();
});

function app(name: Exclude<AppName, 'launcher'>, environment: Record<string, string> = {}): AppProcess {
  return stack.app(name, { ...kafka.environment, ...environment });
}

async function startAndFail(
  name: Exclude<AppName, 'launcher'>,
  environment: Record<string, string> = {},
): Promise<string> {
  const process = app(name, environment);
  await process.exitedWith(MISUSE);
  expect(process.output).not.toMatch(/^\s+at /m);
  return process.output;
}

describe('a Kafka 4 with TLS, logins and rights', () => {
  it('lets producer and consumer work with the documented permissions', async () => {
    app('consumer');
    app('producer');
    await stack.readAtLeast(1);
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'a wrong password',
      { KAFKA_SASL_PASSWORD: 'wrong' },
      /KAFKA_SASL_PASSWORD: .*KAFKA_SASL_USERNAME="ada"/,
    ],
    ['a wrong mechanism', { KAFKA_SASL_MECHANISM: 'scram-sha-256' }, /KAFKA_SASL_MECHANISM: .*"ada"/],
    ['no authority', { KAFKA_TLS_CA_PATH: '' }, /KAFKA_TLS_CA_PATH: .*not trusted: /],
  ])('stops an app at its start with %s, and names the setting', async (_name, environment, message) => {
    expect(await startAndFail('producer', environment)).toMatch(message);
  });

  it.each<[Exclude<AppName, 'launcher'>, KafkaRight[], RegExp]>([
    ['consumer', [GROUP], /KAFKA_GROUP_ID: .*"ada" Read on group "weather_consumer"/],
    ['consumer', [READ, WRITE], /KAFKA_SASL_USERNAME: .*"ada" Describe on topic "weather_data"/],
    ['producer', [READ, WRITE], /KAFKA_SASL_USERNAME: .*"ada" Describe on topic "weather_data"/],
    ['producer', [WRITE], /KAFKA_SASL_USERNAME: .*"ada" Write on topic "weather_data"/],
  ])('stops the %s at its start without %j', async (name, rights, message) => {
    await kafka.deny(...rights);
    expect(await startAndFail(name)).toMatch(message);
  });

  it('makes the consumer wait, and log it, if the permission on the group is revoked', async () => {
    const consumer = app('consumer');
    await consumer.line(/joined the consumer group/);
    await kafka.deny(GROUP);
    await consumer.line(/waiting for access to Kafka as KAFKA_SASL_USERNAME="ada" .*weather_consumer/);
    await kafka.allow(GROUP);
    await consumer.line(/access to Kafka as KAFKA_SASL_USERNAME="ada" answers again/);
    expect(consumer.hasExited).toBe(false);
  });
});

describe('a password that is changed while apps run', () => {
  it('makes the apps wait, and log it, until the old one is back', async () => {
    const apps = [app('consumer'), app('producer')];
    await apps[0]?.line(/joined the consumer group/);
    await stack.readAtLeast(1);
    await kafka.changePassword('changed');
    for (const running of apps) await running.line(/WARN.*waiting for .*rejects the login of .*"ada"/i);
    await kafka.changePassword();
    for (const running of apps) await running.line(/access to Kafka as .*"ada" answers again/);
    const { read } = await stack.counts();
    await stack.readAtLeast(read + 1);
    expect(apps.map(({ hasExited }) => hasExited)).toEqual([false, false]);
  });
});

describe('the certificate of a Kafka', () => {
  it('is rejected at the start if it has another name or has expired, and a valid one is waited for later', async () => {
    const apps = [app('consumer'), app('producer')];
    await apps[0]?.line(/joined the consumer group/);
    await stack.readAtLeast(1);
    await kafka.present('expired');
    for (const running of apps) await running.line(/WARN.*waiting for .*certificate has expired/i);
    expect(await startAndFail('consumer')).toMatch(
      /KAFKA_TLS_CA_PATH: Kafka at 127.0.0.1:\d+ presents a certificate that is not trusted: .*certificate has expired/,
    );
    await kafka.present('wrongName');
    expect(await startAndFail('producer')).toMatch(
      /KAFKA_TLS_CA_PATH: Kafka at .* not trusted: .*Hostname\/IP does not match certificate's altnames: IP: 127.0.0.1/,
    );
    for (const running of apps) await running.line(/WARN.*still waiting for .*altnames/i);
    await kafka.present('good');
    for (const running of apps) await running.line(/Kafka at .* answers again/);
    const { read } = await stack.counts();
    await stack.readAtLeast(read + 1);
    expect(apps.map(({ hasExited }) => hasExited)).toEqual([false, false]);
  });
});

describe('settings that do not match the port of Kafka', () => {
  it.each<[string, Record<string, string>, RegExp]>([
    [
      'TLS off for a TLS port',
      { KAFKA_TLS: 'false', KAFKA_TLS_CA_PATH: '' },
      /waiting for Kafka at .*speaks TLS: set KAFKA_TLS=true/,
    ],
    [
      'no login for a port that requires one',
      { KAFKA_SASL_MECHANISM: 'none' },
      /waiting for Kafka at .*requires a login: set KAFKA_SASL_MECHANISM to scram-sha-512/,
    ],
    [
      'TLS on for a port without TLS',
      { KAFKA_BROKERS: 'open', KAFKA_SASL_MECHANISM: 'none' },
      /waiting for Kafka at .*speaks no TLS: set KAFKA_TLS=false/,
    ],
  ])('are named while the app waits: %s', async (_name, settings, message) => {
    const address = 'KAFKA_BROKERS' in settings && { KAFKA_BROKERS: kafka.openAddress };
    for (const name of ['producer', 'consumer'] as const)
      expect(await app(name, { ...settings, ...address }).line(message)).toMatch(/warn/i);
  });

  it('are named if the port accepts no login', async () => {
    const settings = { KAFKA_BROKERS: kafka.openAddress, KAFKA_TLS: 'false', KAFKA_TLS_CA_PATH: '' };
    expect(await startAndFail('producer', settings)).toMatch(
      /KAFKA_SASL_MECHANISM: .*does not support the mechanism/,
    );
  });
});
