import { createHmac } from 'node:crypto';

export const TIMESTAMP_HEADER = 'X-Weather-Timestamp';
export const SIGNATURE_HEADER = 'X-Weather-Signature';
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

const MS_PER_SECOND = 1_000;

/**
 * The headers by which a receiver knows that a body comes from this notifier and is fresh: the time of the attempt in Unix
 * seconds, and `v1=` with the hexadecimal HMAC-SHA-256 of time, full stop and body.
 * @param now epoch milliseconds of the attempt.
 */
export function signatureHeaders(secret: string, body: string, now: number): Record<string, string> {
  const timestamp = String(Math.floor(now / MS_PER_SECOND));
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`, 'utf8').digest('hex');
  return { [TIMESTAMP_HEADER]: timestamp, [SIGNATURE_HEADER]: `v1=${digest}` };
}
