import { formatError } from '@weather/service-runtime';
import kafkajs from 'kafkajs';

/** Protocol errors after which an idempotent producer needs a new producer id; the numbers of the old one are void. */
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
/** Rights that the user lacks; a right on the cluster is asked of a producer that has none on any topic. */
const MISSING_RIGHTS = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
]);
const WRONG_MECHANISM = new Set(['UNSUPPORTED_SASL_MECHANISM', 'ILLEGAL_SASL_STATE']);
const TOPIC_EXISTS = 'TOPIC_ALREADY_EXISTS';
const TOO_LARGE = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);

/** What kafkajs stumbles over when it loses a broker while it looks for another one: errors that have no type of their own. */
const LOST_ITS_BROKERS =
  /^Broker not connected$|^Cannot read properties of undefined \(reading '(nodeId|connectionPool)'\)$/;

/**
 * Whether an error of kafkajs goes away by itself: a broker away, a leader elected, a topic not yet created, a group
 * coordinator not up yet.
 */
export function isTransient(error: unknown): boolean {
  const original = originalError(error);
  if (original instanceof kafkajs.KafkaJSGroupCoordinatorNotFound) return true;
  if (original instanceof kafkajs.KafkaJSError) return original.retriable;
  return original instanceof Error && LOST_ITS_BROKERS.test(original.message);
}

export function isLoginRejected(error: unknown): boolean {
  return originalError(error) instanceof kafkajs.KafkaJSSASLAuthenticationError;
}

/** Whether the brokers do not know the mechanism that the app logs in with. */
export function isMechanismRejected(error: unknown): boolean {
  const isUnsupported = isLoginRejected(error) && /mechanism is not supported/i.test(formatError(error));
  return isUnsupported || WRONG_MECHANISM.has(protocolErrorType(error));
}

/** Whether the user may not do what was asked of Kafka. */
export function isUnauthorized(error: unknown): boolean {
  return MISSING_RIGHTS.has(protocolErrorType(error));
}

/** Whether there is no such topic; one that the user may not describe is a right that is missing. */
export function isUnknownTopic(error: unknown): boolean {
  return protocolErrorType(error) === 'UNKNOWN_TOPIC_OR_PARTITION';
}

/** Whether the coordinator of a group or a transaction was not found; kafkajs keeps the reason to itself. */
export function isCoordinatorNotFound(error: unknown): boolean {
  return originalError(error) instanceof kafkajs.KafkaJSGroupCoordinatorNotFound;
}

export function hasLostProducerState(error: unknown): boolean {
  return LOST_PRODUCER_STATE.has(protocolErrorType(error));
}

export function isFenced(error: unknown): boolean {
  return FENCED.has(protocolErrorType(error));
}

/** The offset lies below what the broker still has, or above the end. */
export function isOffsetOutOfRange(error: unknown): boolean {
  return protocolErrorType(error) === 'OFFSET_OUT_OF_RANGE';
}

export function isTooLarge(error: unknown): boolean {
  return TOO_LARGE.has(protocolErrorType(error));
}

/**
 * What stands for an error of several topics at once, which says nothing by itself: one that does not go away if there is
 * any, else one that does.
 */
export function unwrapTopicErrors(error: unknown): unknown {
  if (!(error instanceof kafkajs.KafkaJSAggregateError)) return error;
  const failures = error.errors.map(namingItsTopic);
  return failures.find((failure) => !isTransient(failure)) ?? failures[0];
}

/** A topic that exists was created by an earlier attempt, whose answer was lost, or by another app: looking again settles it. */
function namingItsTopic(failure: Error | string): unknown {
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

/** kafkajs wraps what failed into "retries exceeded" and the like, sometimes twice. */
function originalError(error: unknown): unknown {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined || cause === error ? error : originalError(cause);
}
