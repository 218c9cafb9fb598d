import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import type { AddressRules } from './address-rules.ts';
import { guardedLookup, requireAllowedHost } from './guarded-lookup.ts';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly rules: AddressRules;
  /** CA certificates in PEM; the system's by default. */
  readonly ca: string | undefined;
  /** Aborts the request. */
  readonly signal: AbortSignal;
}

export interface PostResponse {
  readonly status: number;
  /** The start of the response body. */
  readonly text: string;
}

/** Enough of a response for a reason. */
const MAX_RESPONSE_BYTES = 1_024;

/**
 * Posts JSON on a new connection to an address that the rules allow. Redirects are not followed.
 * @throws Error when there is no response: connection refused, reset, timed out or forbidden.
 */
export async function post(url: URL, body: string, options: PostOptions): Promise<PostResponse> {
  const { headers, rules, ca, signal } = options;
  requireAllowedHost(url.hostname, rules);
  const content = Buffer.from(body, 'utf8');
  const send = url.protocol === 'https:' ? requestEncrypted : requestPlain;
  return await new Promise<PostResponse>((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      headers: {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': String(content.length),
      },
      // No connection is reused, and no proxy of the environment is used.
      agent: false,
      lookup: guardedLookup(rules),
      signal,
      ...(ca !== undefined && { ca }),
    });
    request.on('error', reject);
    request.on('response', (response) => resolve(readResponse(response)));
    request.end(content);
  });
}

/** Reads the start and disconnects: a receiver cannot make the notifier read indefinitely. */
async function readResponse(response: IncomingMessage): Promise<PostResponse> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= MAX_RESPONSE_BYTES) break;
    }
  } catch {
    // The status alone says whether the receiver has accepted.
  }
  const text = Buffer.concat(parts).subarray(0, MAX_RESPONSE_BYTES).toString('utf8');
  return { status: response.statusCode ?? 0, text };
}
