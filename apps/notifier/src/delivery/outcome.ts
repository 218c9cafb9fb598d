/** How an attempt to deliver a notification ended. */
export type Outcome =
  /** Taken; a warning says what of it was not. */
  | { readonly kind: 'delivered'; readonly warning?: string }
  /** The receiver will never take it: a person has to look. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The receiver is away, or did not say whether it has it: try again. */
  | { readonly kind: 'failed'; readonly reason: string };

const MAX_REASON_CHARACTERS = 300;
const FIRST_SUCCESS = 200;
const FIRST_REDIRECT = 300;
const FIRST_REFUSAL = 400;
const FIRST_SERVER_FAULT = 500;
const REQUEST_TIMEOUT = 408;
const TOO_MANY_REQUESTS = 429;

/** What an HTTP status means: 2xx has it, 408, 429 and 5xx want it again, any other does not. */
export function outcomeOfStatus(status: number, text: string): Outcome {
  if (status >= FIRST_SUCCESS && status < FIRST_REDIRECT) return { kind: 'delivered' };
  const said = plainReason(text);
  const reason = `HTTP ${status}${said === '' ? '' : `: ${said}`}`;
  if (status >= FIRST_REDIRECT && status < FIRST_REFUSAL)
    return { kind: 'refused', reason: `${reason} (redirects are not followed)` };
  const again = status >= FIRST_SERVER_FAULT || status === REQUEST_TIMEOUT || status === TOO_MANY_REQUESTS;
  return { kind: again ? 'failed' : 'refused', reason };
}

/** What somebody else says, as one short line: it goes to the log and to the table. */
export function plainReason(text: string): string {
  return text
    .replace(/\p{C}+/gu, ' ')
    .trim()
    .slice(0, MAX_REASON_CHARACTERS)
    .toWellFormed();
}
