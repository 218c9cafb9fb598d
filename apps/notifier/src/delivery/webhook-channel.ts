import { formatError } from '@weather/service-runtime';
import type { ClaimedNotification } from '@weather/weather-store/notifications';
import type { AddressRules } from './address-rules.ts';
import type { Channel } from './channel.ts';
import { outcomeOfStatus, type Outcome } from './outcome.ts';
import { post } from './post.ts';
import { IDEMPOTENCY_HEADER, signatureHeaders } from './signature.ts';

export interface WebhookOptions {
  readonly url: URL;
  readonly secret: string;
  readonly ca: string | undefined;
  readonly rules: AddressRules;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** Posts notifications as they are, signed anew for each attempt. */
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
      return outcomeOfStatus(status, text);
    } catch (error) {
      return { kind: 'failed', reason: formatError(error) };
    }
  }
}
