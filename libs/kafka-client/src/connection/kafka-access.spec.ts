import { beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import kafkajs from 'kafkajs';
import { groupPermission, KafkaAccess } from './kafka-access.ts';
import { KafkaConfig } from '../config/kafka-config.ts';

const GROUP = groupPermission('weather_consumer', 'weather_data');
const GROUP_REFUSED = 'Not authorized to access group: Group authorization failed';

let access: KafkaAccess;
let lines: string[];

const missing = (type: string): Error =>
  new kafkajs.KafkaJSProtocolError(Object.assign(new Error(`${type}!`), { type, code: 1, retriable: false }));
/** The types of kafkajs let nobody make its errors. */
const madeOf = (type: { readonly prototype: Error }, message: string): Error =>
  Object.create(type.prototype, { message: { value: message } }) as Error;
const noCoordinator = (): Error =>
  madeOf(kafkajs.KafkaJSGroupCoordinatorNotFound, 'Failed to find group coordinator');

beforeEach(() => {
  lines = [];
  const logger = silentLogger();
  const note = (message: string): number => lines.push(message);
  Object.assign(logger, { warn: note, info: note });
  const config = Object.assign(new KafkaConfig(), { saslMechanism: 'scram-sha-512', saslUsername: 'ada' });
  access = new KafkaAccess(config, logger);
});

describe('a right that was never there', () => {
  it.each(['TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID'])('is a refusal for good: %s', (of) => {
    const error = missing(`${of}_AUTHORIZATION_FAILED`);
    expect([access.isAccessError(error), access.isRevoked(error, GROUP)]).toEqual([true, false]);
    expect(access.toConfigurationError(error, GROUP).message).toMatch(
      /KAFKA_GROUP_ID: Kafka at .* denies KAFKA_SASL_USERNAME="ada" Read on group "weather_consumer"/,
    );
  });

  it('is known where kafkajs says only that there is no coordinator', () => {
    expect(access.isAccessError(noCoordinator())).toBe(false);
    access.recordError(GROUP_REFUSED);
    expect(access.toConfigurationError(noCoordinator(), GROUP).message).toContain(GROUP_REFUSED);
  });
});

describe('a right that is taken away', () => {
  it('is waited for and said once, and once when it is back', () => {
    access.recordAllowed(GROUP);
    const error = missing('GROUP_AUTHORIZATION_FAILED');
    expect(access.isRevoked(error, GROUP)).toBe(true);
    access.recordRevoked(error, GROUP);
    access.recordAllowed({ operation: 'Describe', resource: 'topic "weather_data"' });
    expect(lines).toHaveLength(1);
    access.recordAllowed(GROUP);
    expect(lines).toEqual([
      'waiting for access to Kafka as KAFKA_SASL_USERNAME="ada"',
      'access to Kafka as KAFKA_SASL_USERNAME="ada" answers again',
    ]);
  });
});

describe('a login', () => {
  it.each([
    [
      madeOf(
        kafkajs.KafkaJSSASLAuthenticationError,
        'failed due to invalid credentials with SASL mechanism SCRAM-SHA-512',
      ),
      /KAFKA_SASL_PASSWORD: .*refuses the login/,
    ],
    [
      missing('UNSUPPORTED_SASL_MECHANISM'),
      /KAFKA_SASL_MECHANISM: .*does not support the mechanism scram-sha-512/,
    ],
    [
      new Error('Connection error: certificate has expired'),
      /KAFKA_TLS_CA_PATH: .*not trusted: .*has expired/,
    ],
  ])('that fails names its setting: %s', (error, message) => {
    expect(access.toConfigurationError(error).message).toMatch(message);
    expect([access.isAccessError(error), access.isRevoked(error)]).toEqual([true, false]);
    access.recordAllowed();
    expect(access.isRevoked(error)).toBe(true);
  });
});
