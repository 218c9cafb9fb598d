const TOO_MANY_REQUESTS = 429;
const SERVER_ERRORS = 500;

/** The server responded with an error; the message is for the user. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** The message of an `ErrorResponse`, or the status if the body has none. */
export async function readErrorMessage(response: Response): Promise<string> {
  const status = `The server responded with ${response.status} ${response.statusText}`;
  if (!response.headers.get('content-type')?.includes('json')) return status;
  const body: unknown = await response.json();
  return hasMessage(body) ? body.message : status;
}

function hasMessage(body: unknown): body is { readonly message: string } {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}

/** The text that is shown for an error. */
export function formatError(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return 'The dashboard is unreachable.';
}

/** Whether the same request may succeed later. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.statusCode >= SERVER_ERRORS || error.statusCode === TOO_MANY_REQUESTS;
}

/** Whether the request was cancelled by its caller. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
