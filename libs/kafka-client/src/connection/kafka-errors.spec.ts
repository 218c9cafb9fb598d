import { describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import {
  hasLostProducerState,
  isLoginRejected,
  isTransient,
  isTooLarge,
  unwrapTopicErrors,
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
    expect(isTransient(refused)).toBe(true);
    expect(isTransient(exceeded(refused))).toBe(true);
  });

  it('takes a topic that is not there yet for an outage', () => {
    expect(isTransient(exceeded(protocolError('UNKNOWN_TOPIC_OR_PARTITION', true)))).toBe(true);
  });

  it('takes a group coordinator that is not up yet for an outage', () => {
    const notFound: unknown = Object.create(kafkajs.KafkaJSGroupCoordinatorNotFound.prototype);
    expect(isTransient(notFound)).toBe(true);
  });

  it('takes it for an outage when kafkajs has lost all its brokers and stumbles', () => {
    expect(isTransient(new Error('Broker not connected'))).toBe(true);
    const stumbled = new TypeError("Cannot read properties of undefined (reading 'nodeId')");
    expect(isTransient(new kafkajs.KafkaJSNonRetriableError(stumbled.message))).toBe(false);
    expect(isTransient(exceeded(stumbled))).toBe(true);
  });

  it('takes a refused login and a bug for no outage', () => {
    const refused: unknown = Object.create(kafkajs.KafkaJSSASLAuthenticationError.prototype, {
      retriable: { value: false },
    });
    expect([isTransient(refused), isLoginRejected(refused)]).toEqual([false, true]);
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
  });

  it('knows by their type the errors that need a new producer, and the records that are too large', () => {
    expect(hasLostProducerState(exceeded(protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER', false)))).toBe(true);
    expect(isTooLarge(protocolError('MESSAGE_TOO_LARGE', false))).toBe(true);
    expect(isTooLarge(protocolError('NOT_LEADER_FOR_PARTITION', true))).toBe(false);
  });

  it('takes topics that were created late, or by another, for an outage, but not one that is refused', () => {
    const failed = (...types: [type: string, retriable: boolean][]): unknown =>
      unwrapTopicErrors(
        new kafkajs.KafkaJSAggregateError(
          'Topic creation errors',
          types.map(([type, retriable]) =>
            Object.assign(protocolError(type, retriable), { topic: 'weather_data' }),
          ),
        ),
      );
    const late = failed(['REQUEST_TIMED_OUT', true], ['TOPIC_ALREADY_EXISTS', false]);
    expect(isTransient(late)).toBe(true);
    const refused = failed(['REQUEST_TIMED_OUT', true], ['INVALID_REPLICATION_FACTOR', false]);
    expect(isTransient(refused)).toBe(false);
    expect(refused).toMatchObject({ message: 'topic weather_data: INVALID_REPLICATION_FACTOR' });
    const other = new Error('another');
    expect(unwrapTopicErrors(other)).toBe(other);
  });
});
