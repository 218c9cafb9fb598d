import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { Logger } from '@weather/service-runtime';
import { DatabaseUnavailableError } from '@weather/weather-store/queries';
import { HTTP_STATUS, HttpError } from '../contract/http-error.ts';

const RETRY_AFTER_SECONDS = 2;

/** Responds to every error with an `ErrorResponse`; details for the operator are logged only. */
export function handleErrors(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler(async (error: FastifyError, request, reply) => {
    const { statusCode, message } = describeError(error);
    if (statusCode === HTTP_STATUS.internalError)
      logger.error('request failed', { route: request.routeOptions.url ?? '', error: error.stack ?? '' });
    if (statusCode === HTTP_STATUS.unavailable) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    return await reply.code(statusCode).send(errorResponse(statusCode, message));
  });
  server.setNotFoundHandler(async (_, reply) => {
    return await reply
      .code(HTTP_STATUS.notFound)
      .send(errorResponse(HTTP_STATUS.notFound, 'No such page or route.'));
  });
}

function errorResponse(statusCode: number, message: string) {
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message };
}

function describeError(error: FastifyError): { readonly statusCode: number; readonly message: string } {
  if (error instanceof DatabaseUnavailableError)
    return { statusCode: HTTP_STATUS.unavailable, message: UNAVAILABLE_MESSAGES[error.reason] };
  const { statusCode = HTTP_STATUS.internalError, message } = error;
  if (
    error instanceof HttpError ||
    (statusCode >= HTTP_STATUS.badRequest && statusCode < HTTP_STATUS.internalError)
  )
    return { statusCode, message };
  return { statusCode: HTTP_STATUS.internalError, message: 'Internal error; see the log of the dashboard.' };
}

const UNAVAILABLE_MESSAGES = {
  unreachable: 'The database is unreachable. Try again soon.',
  overloaded: 'Server busy, try again.',
  timeout: 'The database did not answer in time. Try again or choose a shorter period.',
} as const;
