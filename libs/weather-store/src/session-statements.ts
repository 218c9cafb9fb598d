import { MS_PER_SECOND } from '@weather/weather-schema';

/** The client closes an idle connection first, so that it never uses one that the server has just closed. */
const SERVER_WAITS_LONGER = 1.5;
/** A wait for a lock ends with its own error before the client drops the connection. */
const SHARE_FOR_LOCKS = 0.5;

/**
 * The first statements of each connection. Times are UTC, and a value that does not fit is an error, whatever the server's
 * defaults are. A client that is paused or cut off holds its locks for seconds instead of the server's eight hours.
 */
export function sessionStatements(socketTimeoutMs: number, statementTimeoutMs?: number): string[] {
  const silence = Math.ceil((socketTimeoutMs * SERVER_WAITS_LONGER) / MS_PER_SECOND);
  const lockWait = Math.max(1, Math.floor((socketTimeoutMs * SHARE_FOR_LOCKS) / MS_PER_SECOND));
  return [
    `SET time_zone = '+00:00', sql_mode =
       'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
       wait_timeout = ${silence}, net_read_timeout = ${silence}, innodb_lock_wait_timeout = ${lockWait}`,
    'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
    ...(statementTimeoutMs === undefined ? [] : [statementTimeout(statementTimeoutMs)]),
  ];
}

/** Each server reads its own name of the setting, in its own unit, and the other's is a comment to it. */
function statementTimeout(timeoutMs: number): string {
  return `SET /*!80000 max_execution_time = ${timeoutMs} */ /*M!100108 max_statement_time = ${timeoutMs / MS_PER_SECOND} */`;
}
