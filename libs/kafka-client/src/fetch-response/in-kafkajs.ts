// @ts-expect-error kafkajs comes without types of its inside
import requests from 'kafkajs/src/protocol/requests/fetch/index.js';
import { changeExchanges, type ProtocolVersions } from '../protocol-versions.ts';
import { decodeFetchResponse } from './fetch-response.ts';

interface Exchange {
  readonly response: { readonly decode: (body: Buffer) => Promise<object> };
}

/** The newest that kafkajs has, which Kafka speaks since 2.3. */
const VERSION = 11;

/** What kafkajs decodes fetch responses by. */
export const fetchVersions = requests as ProtocolVersions<object, Exchange>;

/** As kafkajs came. */
export const originalFetchVersions: Readonly<typeof fetchVersions> = { protocol: fetchVersions.protocol };

/**
 * Has the fetch responses of every client of this process decoded by `decodeFetchResponse` instead of by kafkajs. The
 * messages are the same. Compressed batches and older formats stay with kafkajs.
 */
export function decodeFetchResponsesFast(): void {
  fetchVersions.protocol = changeExchanges(originalFetchVersions, isKnown, withFastDecoder);
}

function isKnown(version: number): boolean {
  return version === VERSION;
}

function withFastDecoder(exchange: Exchange): Exchange {
  const { response } = exchange;
  const decode = async (body: Buffer): Promise<object> =>
    decodeFetchResponse(body) ?? (await response.decode(body));
  return { ...exchange, response: { ...response, decode } };
}
