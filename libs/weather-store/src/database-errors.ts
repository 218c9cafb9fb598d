import { isUntrustedCertificate } from '@weather/service-runtime';

/** mysql2's code for any failure of the TLS handshake. */
const TLS_FAILED = 'HANDSHAKE_SSL_ERROR';
const NO_TLS = 'HANDSHAKE_NO_SSL_SUPPORT';

/**
 * Transient errors. The numbers are those of the MySQL and MariaDB references ("Server Error Message Reference", "MariaDB Error
 * Codes"); the texts are Node's and mysql2's codes for the connection itself.
 */
const TRANSIENT_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'EPROTO',
  NO_TLS,
  TLS_FAILED,
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const TRANSIENT_NUMBERS = new Map([
  [1021, 'disk full'],
  [1026, 'error writing a file'],
  [1028, 'sort aborted'],
  [1030, 'error of the storage engine'],
  [1040, 'too many connections'],
  [1047, 'node of a cluster is not ready'],
  [1053, 'server shutdown in progress'],
  [1077, 'normal shutdown'],
  [1079, 'shutdown complete'],
  [1080, 'forcing the connection to close'],
  [1114, 'table is full'],
  [1129, 'host is blocked after many connection errors'],
  [1152, 'connection aborted'],
  [1153, 'packet larger than max_allowed_packet'],
  [1158, 'error reading a packet'],
  [1159, 'timeout reading a packet'],
  [1160, 'error writing a packet'],
  [1161, 'timeout writing a packet'],
  [1184, 'connection aborted'],
  [1203, 'user has too many connections'],
  [1205, 'lock wait timeout'],
  [1213, 'deadlock'],
  [1226, 'user has exceeded a resource'],
  [1290, 'server is read-only'],
  [1317, 'query interrupted'],
  [1436, 'thread stack overrun'],
  [1637, 'too many concurrent transactions'],
  [1792, 'transaction is read-only'],
  [1836, 'running in read-only mode'],
  [1927, 'connection was killed'],
  [1969, 'execution time exceeded'],
  [2006, 'server has gone away'],
  [2013, 'connection lost during a query'],
  [3024, 'execution time exceeded'],
  [3100, 'error in a replication hook'],
  [3159, 'connections must be encrypted'],
  [3168, 'server is not available'],
  [3169, 'session was killed'],
  [4031, 'client was disconnected for inactivity'],
]);

/** The login itself: user, password, database. */
const LOGIN_NUMBERS = new Set([1044, 1045, 1049, 1698]);
/** A right that the user lacks. */
const RIGHT_NUMBERS = new Set([1142, 1143, 1227]);

const ENCRYPTION_REQUIRED_NUMBER = 3159;

/** MySQL's and MariaDB's number for a statement that took longer than allowed. */
const STATEMENT_TIMEOUT_NUMBERS = new Set([3024, 1969]);

const DEADLOCK_NUMBER = 1213;
const MISSING_TABLE_NUMBER = 1146;
const DUPLICATE_KEY_NUMBER = 1062;

/** Errors of SQLSTATE HY000 that concern a value. */
const REJECTED_ROW_NUMBERS = new Set([1264, 1265, 1292, 1366, 1406, 1411, 3140, 3819, 4025]);
/** SQLSTATE classes: data exception, integrity constraint violation, raised by a trigger (SIGNAL). */
const REJECTED_ROW_CLASSES = new Set(['22', '23', '45']);

interface DatabaseError {
  readonly errno?: number;
  readonly code?: string;
  readonly sqlState?: string;
  readonly fatal?: boolean;
}

/** Whether a retry may succeed, by itself or after an operator has acted, without a change of what is written. */
export function isTransient(error: unknown): boolean {
  const { errno, code } = databaseError(error);
  return TRANSIENT_NUMBERS.has(errno ?? 0) || TRANSIENT_CODES.has(code ?? '') || isClosedConnection(error);
}

/** Whether the server rejects the login, or the user lacks a right. */
export function isAccessDenied(error: unknown): boolean {
  return isLoginDenied(error) || RIGHT_NUMBERS.has(databaseError(error).errno ?? 0);
}

/** Whether the server rejects the user, the password or the database. */
export function isLoginDenied(error: unknown): boolean {
  return LOGIN_NUMBERS.has(databaseError(error).errno ?? 0);
}

/** Whether the certificate of the server has another name, has expired or is signed by an unknown authority. */
export function isUntrustedServer(error: unknown): boolean {
  return databaseError(error).code === TLS_FAILED && isUntrustedCertificate(error);
}

/** Whether one side wants an encrypted connection and the other has none. */
export function isEncryptionRefused(error: unknown): boolean {
  const { errno, code } = databaseError(error);
  return errno === ENCRYPTION_REQUIRED_NUMBER || code === NO_TLS;
}

/** Whether the server ended a statement because it took longer than the session allows. */
export function isStatementTimeout(error: unknown): boolean {
  return STATEMENT_TIMEOUT_NUMBERS.has(databaseError(error).errno ?? 0);
}

/** Whether two transactions waited for each other, and this one was rolled back. */
export function isDeadlock(error: unknown): boolean {
  return databaseError(error).errno === DEADLOCK_NUMBER;
}

export function isMissingTable(error: unknown): boolean {
  return databaseError(error).errno === MISSING_TABLE_NUMBER;
}

/** Whether the server rejected a row for its values; other rows of the statement may be fine. */
export function isRejectedRow(error: unknown): boolean {
  const { errno, sqlState = '' } = databaseError(error);
  return REJECTED_ROW_NUMBERS.has(errno ?? 0) || REJECTED_ROW_CLASSES.has(sqlState.slice(0, 2));
}

/** Whether a row with the same key is stored already. */
export function isDuplicateKey(error: unknown): boolean {
  return databaseError(error).errno === DUPLICATE_KEY_NUMBER;
}

function databaseError(error: unknown): DatabaseError {
  return error instanceof Error ? (error as DatabaseError) : {};
}

/** mysql2 reports a connection that was closed before or during a command without a code. */
function isClosedConnection(error: unknown): boolean {
  return error instanceof Error && /connection is in closed state|Connection lost/i.test(error.message);
}
