import { formatError } from '@weather/service-runtime';
import { plainReason, type Outcome } from './outcome.ts';

const FIRST_PERMANENT = 500;
/** Nodemailer's codes for what a server says of the message itself: its sender, its recipients, its text. */
const ABOUT_THE_MESSAGE = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * What a failure of SMTP means: a permanent reply (5xx, RFC 5321) to the message is a refusal. A login that is refused is
 * not about the message: it is tried again, since a person can mend it.
 */
export function outcomeOfMailError(error: unknown): Outcome {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  const isPermanent = (responseCode ?? 0) >= FIRST_PERMANENT && ABOUT_THE_MESSAGE.has(code ?? '');
  return { kind: isPermanent ? 'refused' : 'failed', reason: plainReason(formatError(error)) };
}
