// @ts-expect-error kafkajs has no types for its internals
import requests from 'kafkajs/src/protocol/requests/fetch/index.js';
import { patchExchanges, type ProtocolVersions } from './protocol-versions.ts';
import { decodeFetchResponse, hasMessages, type FetchResponse } from '../protocol/fetch-response.ts';

interface Arguments {
  /** Milliseconds for which the broker should wait for a record. */
  readonly maxWaitTime: number;
}

interface Exchange {
  readonly response: { readonly decode: (body: Buffer) => Promise<FetchResponse> };
}

/** The newest that kafkajs has; Kafka has it since 2.3. */
const VERSION = 11;

/** The table in which kafkajs looks up how fetch responses are decoded. */
export const fetchVersions = requests as ProtocolVersions<Arguments, Exchange>;

/** The unpatched table. */
export const originalFetchVersions: Readonly<typeof fetchVersions> = { protocol: fetchVersions.protocol };

/**
 * Symptoms: kafkajs takes five times as long to decode a fetch, with objects and 64-bit numbers that nobody needs. And it
 * fetches again at once after an empty response, even when the broker did not wait: a broker with fewer in-sync replicas than
 * `min.insync.replicas` does not advance the high watermark and answers at once (Kafka 3.7 and later), which used 43 % of a core.
 * Patches kafkajs/src/protocol/requests/fetch/index.js: version 11 is decoded by `decodeFetchResponse`, into the same messages,
 * and an empty response is held back for as long as the broker was asked to wait. Older versions and formats stay with kafkajs.
 * Test: `../protocol/fetch-response.spec.ts`, which compares the messages with those of kafkajs.
 */
export function patchFetchDecoder(): void {
  fetchVersions.protocol = patchExchanges(originalFetchVersions, isKnown, withFastDecoder);
}

function isKnown(version: number): boolean {
  return version === VERSION;
}

function withFastDecoder(exchange: Exchange, { maxWaitTime }: Arguments): Exchange {
  const { response } = exchange;
  const requestedAt = performance.now();
  const decode = async (body: Buffer): Promise<FetchResponse> => {
    const decoded = decodeFetchResponse(body) ?? (await response.decode(body));
    if (!hasMessages(decoded)) await delay(requestedAt + maxWaitTime - performance.now());
    return decoded;
  };
  return { ...exchange, response: { ...response, decode } };
}

async function delay(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
