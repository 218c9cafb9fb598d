import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import {
  hasLostProducerState,
  isLoginRefused,
  isOutage,
  isTooLarge,
  oneOfTopicErrors,
} from './kafka-errors.ts';

const metadata = { retryCount: 3, retryTime: 100 };

/** As the client throws it: wrapped, with the original as the cause. */
const exceeded = (cause: Error): Error =>
  Object.assign(new kafkajs.KafkaJSNumberOfRetriesExceeded(cause, metadata), { cause });

const protocolError = (type: string, retriable: boolean): Error =>
  new kafkajs.KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 0, retriable }));

describe('kafka errors', () => {
  it('takes a refused connection for an outage, wrapped or not', () => {
    const refused = new kafkajs.KafkaJSConnectionError('connect ECONNREFUSED');
    expect(isOutage(refused)).toBe(true);
    expect(isOutage(exceeded(refused))).toBe(true);
  });

  it('takes a topic that is not there yet for an outage', () => {
    expect(isOutage(exceeded(protocolError('UNKNOWN_TOPIC_OR_PARTITION', true)))).toBe(true);
  });

  it('takes a group coordinator that is not up yet for an outage', () => {
    const notFound: unknown = Object.create(kafkajs.KafkaJSGroupCoordinatorNotFound.prototype);
    expect(isOutage(notFound)).toBe(true);
  });

  it('takes it for an outage when kafkajs has lost all its brokers and stumbles', () => {
    expect(isOutage(new Error('Broker not connected'))).toBe(true);
    const stumbled = new TypeError("Cannot read properties of undefined (reading 'nodeId')");
    expect(isOutage(new kafkajs.KafkaJSNonRetriableError(stumbled.message))).toBe(false);
    expect(isOutage(exceeded(stumbled))).toBe(true);
  });

  it('takes a refused login and a bug for no outage', () => {
    const refused: unknown = Object.create(kafkajs.KafkaJSSASLAuthenticationError.prototype, {
      retriable: { value: false },
    });
    expect([isOutage(refused), isLoginRefused(refused)]).toEqual([false, true]);
    expect(isOutage(new TypeError('x is not a function'))).toBe(false);
  });

  it('knows by their type the errors that need a new producer, and the records that are too large', () => {
    expect(hasLostProducerState(exceeded(protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER', false)))).toBe(true);
    expect(isTooLarge(protocolError('MESSAGE_TOO_LARGE', false))).toBe(true);
    expect(isTooLarge(protocolError('NOT_LEADER_FOR_PARTITION', true))).toBe(false);
  });

  it('takes topics that were created late, or by another, for an outage, but not one that is refused', () => {
    const failed = (...types: [type: string, retriable: boolean][]): unknown =>
      oneOfTopicErrors(
        new kafkajs.KafkaJSAggregateError(
          'Topic creation errors',
          types.map(([type, retriable]) =>
            Object.assign(protocolError(type, retriable), { topic: 'weather_data' }),
          ),
        ),
      );
    const late = failed(['REQUEST_TIMED_OUT', true], ['TOPIC_ALREADY_EXISTS', false]);
    expect(isOutage(late)).toBe(true);
    const refused = failed(['REQUEST_TIMED_OUT', true], ['INVALID_REPLICATION_FACTOR', false]);
    expect(isOutage(refused)).toBe(false);
    expect(refused).toMatchObject({ message: 'topic weather_data: INVALID_REPLICATION_FACTOR' });
    const other = new Error('another');
    expect(oneOfTopicErrors(other)).toBe(other);
  });
});
