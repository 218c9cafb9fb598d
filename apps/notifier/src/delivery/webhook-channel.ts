import { createHmac } from 'node:crypto';
import { formatError } from '@weather/service-runtime';
import { MS_PER_SECOND } from '@weather/weather-schema';
import type { ClaimedNotification } from '@weather/weather-store/notifications';
import type { AddressRules } from './address-rules.ts';
import type { Channel } from './channel.ts';
import { classifyStatus, type Outcome } from './outcome.ts';
import { post } from './post.ts';

export interface WebhookOptions {
  readonly url: URL;
  readonly secret: string;
  readonly ca: string | undefined;
  readonly rules: AddressRules;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

const TIMESTAMP_HEADER = 'X-Weather-Timestamp';
const SIGNATURE_HEADER = 'X-Weather-Signature';
const IDEMPOTENCY_HEADER = 'Idempotency-Key';

/** Posts the body of a notification unchanged, with a new signature for each attempt. */
export class WebhookChannel implements Channel {
  readonly target: string;

  constructor(private readonly options: WebhookOptions) {
    this.target = options.url.origin;
  }

  async deliver(
    { body, idempotencyKey }: ClaimedNotification,
    signal: AbortSignal,
    traceparent: string | undefined,
  ): Promise<Outcome> {
    const { url, secret, ca, rules, now = Date.now } = this.options;
    const headers = {
      'User-Agent': 'weather-notifier',
      [IDEMPOTENCY_HEADER]: idempotencyKey,
      ...(traceparent !== undefined && { traceparent }),
      ...signatureHeaders(secret, body, now()),
    };
    try {
      const { status, text } = await post(url, body, { headers, rules, ca, signal });
      return classifyStatus(status, text);
    } catch (error) {
      return { kind: 'retryable', reason: formatError(error) };
    }
  }
}

/**
 * The headers with which a receiver verifies that a body is fresh and comes from this notifier: the time of the attempt in
 * Unix seconds, and `v1=` with the hexadecimal HMAC-SHA-256 of time, full stop and body.
 * @param now epoch milliseconds of the attempt.
 */
export function signatureHeaders(secret: string, body: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / MS_PER_SECOND));
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: `v1=${digest}` };
}
