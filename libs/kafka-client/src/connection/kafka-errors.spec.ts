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
  it('treats a refused connection as transient, wrapped or not', () => {
    const refused = new kafkajs.KafkaJSConnectionError('connect ECONNREFUSED');
    expect(isTransient(refused)).toBe(true);
    expect(isTransient(exceeded(refused))).toBe(true);
  });

  it('treats a topic that does not exist yet as transient', () => {
    expect(isTransient(exceeded(protocolError('UNKNOWN_TOPIC_OR_PARTITION', true)))).toBe(true);
  });

  it('treats a missing group coordinator as transient', () => {
    const notFound: unknown = Object.create(kafkajs.KafkaJSGroupCoordinatorNotFound.prototype);
    expect(isTransient(notFound)).toBe(true);
  });

  it('treats the untyped errors of kafkajs without any broker as transient', () => {
    expect(isTransient(new Error('Broker not connected'))).toBe(true);
    const untyped = new TypeError("Cannot read properties of undefined (reading 'nodeId')");
    expect(isTransient(new kafkajs.KafkaJSNonRetriableError(untyped.message))).toBe(false);
    expect(isTransient(exceeded(untyped))).toBe(true);
  });

  it('treats neither a rejected login nor a bug as transient', () => {
    const rejected: unknown = Object.create(kafkajs.KafkaJSSASLAuthenticationError.prototype, {
      retriable: { value: false },
    });
    expect([isTransient(rejected), isLoginRejected(rejected)]).toEqual([false, true]);
    expect(isTransient(new TypeError('x is not a function'))).toBe(false);
  });

  it('recognizes lost producer state and records that are too large by the type of the error', () => {
    expect(hasLostProducerState(exceeded(protocolError('OUT_OF_ORDER_SEQUENCE_NUMBER', false)))).toBe(true);
    expect(isTooLarge(protocolError('MESSAGE_TOO_LARGE', false))).toBe(true);
    expect(isTooLarge(protocolError('NOT_LEADER_FOR_PARTITION', true))).toBe(false);
  });

  it('treats topics created late or by another client as transient, but not a rejected one', () => {
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
    const rejected = failed(['REQUEST_TIMED_OUT', true], ['INVALID_REPLICATION_FACTOR', false]);
    expect(isTransient(rejected)).toBe(false);
    expect(rejected).toMatchObject({ message: 'topic weather_data: INVALID_REPLICATION_FACTOR' });
    const other = new Error('another');
    expect(unwrapTopicErrors(other)).toBe(other);
  });
});
