// @ts-expect-error kafkajs comes without types of its inside
import requests from 'kafkajs/src/protocol/requests/fetch/index.js';
import { patchExchanges, type ProtocolVersions } from './protocol-versions.ts';
import { decodeFetchResponse, hasMessages, type FetchResponse } from '../protocol/fetch-response.ts';

interface Arguments {
  /** Milliseconds that the broker is to wait for a record. */
  readonly maxWaitTime: number;
}

interface Exchange {
  readonly response: { readonly decode: (body: Buffer) => Promise<FetchResponse> };
}

/** The newest that kafkajs has, which Kafka speaks since 2.3. */
const VERSION = 11;

/** What kafkajs decodes fetch responses by. */
export const fetchVersions = requests as ProtocolVersions<Arguments, Exchange>;

/** As kafkajs came. */
export const originalFetchVersions: Readonly<typeof fetchVersions> = { protocol: fetchVersions.protocol };

/**
 * Has the fetch responses of every client of this process decoded by `decodeFetchResponse` instead of by kafkajs. The
 * messages are the same. Older formats stay with kafkajs, as does compression for which there is no codec.
 *
 * A response without a message comes no sooner than the request asked the broker to wait, since kafkajs fetches again at
 * once. Brokers do not wait where the high watermark is below the offset: one that is left alone of several, and is fewer than
 * `min.insync.replicas`, does not move the watermark on (Kafka 3.7 and later). That took 43 % of a core as long as it lasted.
 */
export function patchFetchDecoder(): void {
  fetchVersions.protocol = patchExchanges(originalFetchVersions, isKnown, withFastDecoder);
}

function isKnown(version: number): boolean {
  return version === VERSION;
}

function withFastDecoder(exchange: Exchange, { maxWaitTime }: Arguments): Exchange {
  const { response } = exchange;
  const askedAt = performance.now();
  const decode = async (body: Buffer): Promise<FetchResponse> => {
    const decoded = decodeFetchResponse(body) ?? (await response.decode(body));
    if (!hasMessages(decoded)) await delay(askedAt + maxWaitTime - performance.now());
    return decoded;
  };
  return { ...exchange, response: { ...response, decode } };
}

async function delay(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await new Promise((resolve) => setTimeout(resolve, milliseconds));
}
