import { parseTraceparent } from '@weather/service-runtime';
import type { IncomingRecord } from '../protocol/records.ts';
import { TRACEPARENT_HEADER } from '../producer/traced-sender.ts';

/** Enough to find the other spans of a batch with many senders. */
const MAX_LINKS = 32;

/**
 * Finds the spans in which records were sent, by their headers: the first 32, each once. A header that is malformed or comes
 * several times is ignored.
 */
export function findTraceLinks(records: readonly IncomingRecord[]): readonly string[] {
  const links = new Set<string>();
  for (const { headers } of records) {
    const header = headers[TRACEPARENT_HEADER];
    if (!Buffer.isBuffer(header)) continue;
    const traceparent = header.toString('latin1');
    if (parseTraceparent(traceparent) !== undefined) links.add(traceparent);
    if (links.size === MAX_LINKS) break;
  }
  return [...links];
}
