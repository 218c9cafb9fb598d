import { parseTraceparent } from '@weather/service-runtime';
import type { IncomingRecord } from '../protocol/records.ts';
import { TRACEPARENT_HEADER } from '../producer/traced-sender.ts';

/** A batch of a topic that many send to comes from many spans: enough of them to find the others by. */
const MAX_LINKS = 32;

/**
 * The spans that records come from, by their headers: each once, the first 32 of them. A header that is malformed, or comes
 * several times, is passed over.
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
