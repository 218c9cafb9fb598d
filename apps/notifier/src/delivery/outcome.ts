import { formatError } from '@weather/service-runtime';

/** The result of an attempt to deliver a notification. */
export type Outcome =
  /** Accepted; a warning says which part was not. */
  | { readonly kind: 'delivered'; readonly warning?: string }
  /** Rejected permanently: needs operator action. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The receiver is unreachable, or did not say whether it accepted: retried. */
  | { readonly kind: 'retryable'; readonly reason: string };

const MAX_REASON_CHARACTERS = 300;
const FIRST_SUCCESS = 200;
const FIRST_REDIRECT = 300;
const FIRST_CLIENT_ERROR = 400;
const FIRST_SERVER_ERROR = 500;
const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;
const FIRST_PERMANENT_SMTP_REPLY = 500;
/** Nodemailer's codes for replies about the message itself: its sender, recipients or text. */
const MESSAGE_ERRORS = new Set(['EENVELOPE', 'EMESSAGE']);

/** Classifies an HTTP status: 2xx is delivered, 408, 429 and 5xx are retryable, any other is a rejection. */
export function classifyStatus(status: number, text: string): Outcome {
  if (status >= FIRST_SUCCESS && status < FIRST_REDIRECT) return { kind: 'delivered' };
  const detail = toReason(text);
  const reason = `HTTP ${status}${detail === '' ? '' : `: ${detail}`}`;
  if (status >= FIRST_REDIRECT && status < FIRST_CLIENT_ERROR)
    return { kind: 'rejected', reason: `${reason} (redirects are not followed)` };
  const isRetryable =
    status >= FIRST_SERVER_ERROR || status === REQUEST_TIMEOUT || status === TOO_MANY_REQUESTS;
  return { kind: isRetryable ? 'retryable' : 'rejected', reason };
}

/**
 * Classifies an SMTP error: a permanent reply (5xx, RFC 5321) to the message is a rejection. A failed login is not about the
 * message: it is retried, since an operator can fix it.
 */
export function classifyMailError(error: unknown): Outcome {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  const isPermanent = (responseCode ?? 0) >= FIRST_PERMANENT_SMTP_REPLY && MESSAGE_ERRORS.has(code ?? '');
  return { kind: isPermanent ? 'rejected' : 'retryable', reason: toReason(formatError(error)) };
}

/** Shortens a receiver's text to one line for the log and the table. */
export function toReason(text: string): string {
  return text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, MAX_REASON_CHARACTERS)
    .toWellFormed();
}
