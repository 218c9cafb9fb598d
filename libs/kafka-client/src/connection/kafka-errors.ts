import { formatError } from '@weather/service-runtime';
import kafkajs from 'kafkajs';

/** Protocol errors after which an idempotent producer needs a new producer id; the old sequence numbers are void. */
const LOST_PRODUCER_STATE = new Set([
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_EPOCH',
  'DUPLICATE_SEQUENCE_NUMBER',
]);
/** The transaction coordinator knows a newer producer with the same transactional id, or has aborted the transaction. */
const FENCED = new Set([
  'INVALID_PRODUCER_EPOCH',
  'INVALID_PRODUCER_ID_MAPPING',
  'INVALID_TXN_STATE',
  'TRANSACTION_COORDINATOR_FENCED',
]);
/** Permissions that the user lacks; a producer without one on any topic is denied the one on the cluster. */
const UNAUTHORIZED = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
]);
const WRONG_MECHANISM = new Set(['UNSUPPORTED_SASL_MECHANISM', 'ILLEGAL_SASL_STATE']);
const TOPIC_EXISTS = 'TOPIC_ALREADY_EXISTS';
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** Matches the untyped errors of kafkajs when it loses a broker while it looks for another one. */
const LOST_BROKER =
  /^Broker not connected$|^Cannot read properties of undefined \(reading '(nodeId|connectionPool)'\)$/;

/**
 * Whether an error of kafkajs is transient: a broker is unreachable, a leader is being elected, a topic is not created yet, a
 * group coordinator is not available yet.
 */
export function isTransient(error: unknown): boolean {
  const original = originalError(error);
  if (original instanceof kafkajs.KafkaJSGroupCoordinatorNotFound) return true;
  if (original instanceof kafkajs.KafkaJSError) return original.retriable;
  return original instanceof Error && LOST_BROKER.test(original.message);
}

export function isLoginRejected(error: unknown): boolean {
  return originalError(error) instanceof kafkajs.KafkaJSSASLAuthenticationError;
}

/** Whether the brokers do not support the SASL mechanism of the app. */
export function isMechanismRejected(error: unknown): boolean {
  const isUnsupported = isLoginRejected(error) && /mechanism is not supported/i.test(formatError(error));
  return isUnsupported || WRONG_MECHANISM.has(protocolErrorType(error));
}

/** Whether the user lacks a permission. */
export function isUnauthorized(error: unknown): boolean {
  return UNAUTHORIZED.has(protocolErrorType(error));
}

/** Whether a topic does not exist; for one that the user may not describe `isUnauthorized` holds. */
export function isUnknownTopic(error: unknown): boolean {
  return protocolErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
}

/** Whether the coordinator of a group or a transaction was not found; kafkajs omits the reason. */
export function isCoordinatorNotFound(error: unknown): boolean {
  return originalError(error) instanceof kafkajs.KafkaJSGroupCoordinatorNotFound;
}

export function hasLostProducerState(error: unknown): boolean {
  return LOST_PRODUCER_STATE.has(protocolErrorType(error));
}

export function isFenced(error: unknown): boolean {
  return FENCED.has(protocolErrorType(error));
}

/** Whether an offset is below the first one of the log, or above its end. */
export function isOffsetOutOfRange(error: unknown): boolean {
  return protocolErrorType(error) === 'OFFSET_OUT_OF_RANGE';
}

export function isTooLarge(error: unknown): boolean {
  return TOO_LARGE.has(protocolErrorType(error));
}

/** Returns the error of one topic for an error of several topics, which has no details: a permanent one if there is any. */
export function unwrapTopicErrors(error: unknown): unknown {
  if (!(error instanceof kafkajs.KafkaJSAggregateError)) return error;
  const failures = error.errors.map(nameTopic);
  return failures.find((failure) => !isTransient(failure)) ?? failures[0];
}

/** Names the topic. One that exists already was created by another app or by an attempt without a response: a retry finds it. */
function nameTopic(failure: Error | string): unknown {
  if (!(failure instanceof kafkajs.KafkaJSProtocolError)) return failure;
  const { type, code, message, retriable } = failure;
  const topic = 'topic' in failure ? `topic ${String(failure.topic)}: ` : '';
  return new kafkajs.KafkaJSProtocolError(
    Object.assign(new Error(`${topic}${message}`), {
      type,
      code,
      retriable: retriable || type === TOPIC_EXISTS,
    }),
  );
}

function protocolErrorType(error: unknown): string {
  const original = originalError(error);
  return original instanceof kafkajs.KafkaJSProtocolError ? original.type : '';
}

/** Unwraps "retries exceeded" and the like, which kafkajs adds, sometimes twice. */
function originalError(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined || cause === error ? error : originalError(cause);
}
