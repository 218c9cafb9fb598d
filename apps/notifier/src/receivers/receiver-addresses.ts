const WEB_PROTOCOLS = new Set(['https:', 'http:']);
const MAIL_PROTOCOLS = new Set(['smtps:', 'smtp:']);
const MAX_CHARACTERS = 2_048;
/** A bare mailbox, without characters that could start another header. */
const MAIL_ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9.-]{1,253}$/;

/** Whether a text is the URL of a webhook, without credentials. */
export function isWebhookUrl(text: unknown): boolean {
  const url = parseUrl(text);
  return url !== undefined && WEB_PROTOCOLS.has(url.protocol) && url.username === '' && url.password === '';
}

/** Whether a text is the URL of a page, or empty. */
export function isExternalUrl(text: unknown): boolean {
  return text === '' || isWebhookUrl(text);
}

/** Whether a text is the URL of an SMTP server: protocol, host and port only. */
export function isMailServer(text: unknown): boolean {
  const url = parseUrl(text);
  if (url === undefined || !MAIL_PROTOCOLS.has(url.protocol) || url.hostname === '' || url.port === '')
    return false;
  return url.username === '' && url.password === '' && ['', '/'].includes(url.pathname) && url.search === '';
}

export function isMailAddress(text: unknown): boolean {
  return typeof text === 'string' && MAIL_ADDRESS.test(text);
}

function parseUrl(text: unknown): URL | undefined {
  if (typeof text !== 'string' || text.length > MAX_CHARACTERS || !URL.canParse(text)) return undefined;
  return new URL(text);
}
