/** Status codes of the API. */
export const HTTP_STATUS = {
  badRequest: 400,
  unauthorized: 401,
  notFound: 404,
  methodNotAllowed: 405,
  misdirected: 421,
  tooManyRequests: 429,
  internalError: 500,
  unavailable: 503,
} as const;

/** An error response of the API; the message is for the user. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}
