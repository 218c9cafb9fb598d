// @ts-expect-error kafkajs comes without types of its inside
import requests from 'kafkajs/src/protocol/requests/fetch/index.js';
import { decodeFetchResponse } from './fetch-response.ts';

interface Exchange {
  readonly response: { readonly decode: (body: Buffer) => Promise<object> };
}

/** Where kafkajs finds the decoders of a response, by its version. */
export interface ResponseVersions {
  protocol: (choice: { readonly version: number }) => (args: object) => Exchange;
}

/** The newest that kafkajs has, which Kafka speaks since 2.3. */
const VERSION = 11;

/** What kafkajs decodes fetch responses by. */
export const fetchVersions = requests as ResponseVersions;
const original = fetchVersions.protocol;

/**
 * Has the fetch responses of every client of this process decoded by `decodeFetchResponse` instead of by kafkajs. The
 * messages are the same. Compressed batches and older formats stay with kafkajs.
 */
export function decodeFetchResponsesFast(): void {
  fetchVersions.protocol = (choice) => {
    const exchangeOf = original(choice);
    return choice.version === VERSION ? (args) => withFastDecoder(exchangeOf(args)) : exchangeOf;
  };
}

/** As kafkajs came. */
export const originalFetchVersions: Readonly<ResponseVersions> = { protocol: original };

function withFastDecoder(exchange: Exchange): Exchange {
  const { response } = exchange;
  const decode = async (body: Buffer): Promise<object> =>
    decodeFetchResponse(body) ?? (await response.decode(body));
  return { ...exchange, response: { ...response, decode } };
}
