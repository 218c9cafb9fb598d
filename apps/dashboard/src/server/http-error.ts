import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '@weather/service-runtime';
import { DatabaseUnavailableError } from '@weather/weather-store/queries';

const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const INTERNAL_ERROR = 500;
const UNAVAILABLE = 503;
const RETRY_AFTER_SECONDS = 2;

/** An error that is sent to the client as it is. */
export class HttpError extends Error {
  override readonly name = 'RequestProblem';

  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }

  static badRequest(message: string): HttpError {
    return new HttpError(BAD_REQUEST, message);
  }

  static notFound(message: string): HttpError {
    return new HttpError(NOT_FOUND, message);
  }

  static unavailable(message: string): HttpError {
    return new HttpError(UNAVAILABLE, message);
  }
}

/** Answers every error as a `ErrorResponse`. What only the operator may know goes to the log and not into the answer. */
export function handleErrors(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler(async (error: FastifyError, request, reply) => {
    const { statusCode, message } = describeError(error);
    if (statusCode === INTERNAL_ERROR)
      logger.error('request failed', { route: request.routeOptions.url ?? '', error: error.stack ?? '' });
    if (statusCode === UNAVAILABLE) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    return await reply.code(statusCode).send(errorResponse(statusCode, message));
  });
  server.setNotFoundHandler(async (_, reply) => {
    return await reply.code(NOT_FOUND).send(errorResponse(NOT_FOUND, 'No such page or route.'));
  });
}

/** The body of an error response. */
function errorResponse(statusCode: number, message: string) {
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message };
}

function describeError(error: FastifyError): { readonly statusCode: number; readonly message: string } {
  if (error instanceof DatabaseUnavailableError)
    return { statusCode: UNAVAILABLE, message: UNAVAILABLE_MESSAGES[error.reason] };
  const { statusCode = INTERNAL_ERROR, message } = error;
  if (error instanceof HttpError || (statusCode >= BAD_REQUEST && statusCode < INTERNAL_ERROR))
    return { statusCode, message };
  return { statusCode: INTERNAL_ERROR, message: 'Internal error; see the log of the dashboard.' };
}

const UNAVAILABLE_MESSAGES = {
  unreachable: 'The database is unreachable. Try again soon.',
  overloaded: 'Server busy, try again.',
  timeout: 'The database did not answer in time. Try again or choose a shorter period.',
} as const;
