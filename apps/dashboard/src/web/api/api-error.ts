const TOO_MANY_REQUESTS = 429;
const SERVER_ERRORS = 500;

/** The server has refused a request; its message says why. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly statusCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** What a refusing answer says: the message of a `ErrorResponse`, or the status where it holds none. */
export async function readErrorMessage(response: Response): Promise<string> {
  const status = `the server answers ${response.status} ${response.statusText}`;
  if (!response.headers.get('content-type')?.includes('json')) return status;
  const body: unknown = await response.json();
  return hasMessage(body) ? body.message : status;
}

function hasMessage(body: unknown): body is { readonly message: string } {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}

/** What is told of a fault. */
export function formatError(error: unknown): string {
  if (error instanceof ApiError) return error.message;
  return 'The dashboard does not answer.';
}

/** Whether the same request may get another answer later: what the server refuses as it is, it refuses again. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof ApiError)) return true;
  return error.statusCode >= SERVER_ERRORS || error.statusCode === TOO_MANY_REQUESTS;
}

/** Whether a request ended because nobody wants its answer any more. */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
