import { beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import kafkajs from 'kafkajs';
import { groupPermission, AccessErrors } from './access-errors.ts';
import { KafkaConfig } from '../config/kafka-config.ts';

const GROUP = groupPermission('weather_consumer', 'weather_data');
const GROUP_DENIED = 'Not authorized to access group: Group authorization failed';

let access: AccessErrors;
let lines: string[];

const permissionError = (type: string): Error =>
  new kafkajs.KafkaJSProtocolError(Object.assign(new Error(`${type}!`), { type, code: 1, retriable: false }));
/** The types of kafkajs declare no constructors of these errors. */
const createError = (type: { readonly prototype: Error }, message: string): Error =>
  Object.create(type.prototype, { message: { value: message } }) as Error;
const coordinatorNotFound = (): Error =>
  createError(kafkajs.KafkaJSGroupCoordinatorNotFound, 'Failed to find group coordinator');

beforeEach(() => {
  lines = [];
  const logger = silentLogger();
  const note = (message: string): number => lines.push(message);
  Object.assign(logger, { warn: note, info: note });
  const config = Object.assign(new KafkaConfig(), { saslMechanism: 'scram-sha-512', saslUsername: 'ada' });
  access = new AccessErrors(config, logger);
});

describe('a permission that was never granted', () => {
  it.each(['TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID'])('is a permanent error: %s', (of) => {
    const error = permissionError(`${of}_AUTHORIZATION_FAILED`);
    expect([access.isAccessError(error), access.isRevoked(error, GROUP)]).toEqual([true, false]);
    expect(access.toConfigurationError(error, GROUP).message).toMatch(
      /KAFKA_GROUP_ID: Kafka at .* denies KAFKA_SASL_USERNAME="ada" Read on group "weather_consumer"/,
    );
  });

  it('is recognized where kafkajs reports only a permissionError coordinator', () => {
    expect(access.isAccessError(coordinatorNotFound())).toBe(false);
    access.recordError(GROUP_DENIED);
    expect(access.toConfigurationError(coordinatorNotFound(), GROUP).message).toContain(GROUP_DENIED);
  });
});

describe('a permission that is revoked', () => {
  it('is logged once, and once more when it is granted again', () => {
    access.recordAllowed(GROUP);
    const error = permissionError('GROUP_AUTHORIZATION_FAILED');
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
      createError(
        kafkajs.KafkaJSSASLAuthenticationError,
        'failed due to invalid credentials with SASL mechanism SCRAM-SHA-512',
      ),
      /KAFKA_SASL_PASSWORD: .*rejects the login/,
    ],
    [
      permissionError('UNSUPPORTED_SASL_MECHANISM'),
      /KAFKA_SASL_MECHANISM: .*does not support the mechanism scram-sha-512/,
    ],
    [
      new Error('Connection error: certificate has expired'),
      /KAFKA_TLS_CA_PATH: .*not trusted: .*has expired/,
    ],
  ])('names the setting of its failure: %s', (error, message) => {
    expect(access.toConfigurationError(error).message).toMatch(message);
    expect([access.isAccessError(error), access.isRevoked(error)]).toEqual([true, false]);
    access.recordAllowed();
    expect(access.isRevoked(error)).toBe(true);
  });
});
