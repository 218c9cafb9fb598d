import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import type { AddressRules } from './address-rules.ts';
import { guardedLookup, requireAllowedHost } from './guarded-lookup.ts';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly rules: AddressRules;
  /** Certificates in PEM that the server is checked against; the system's when there are none. */
  readonly ca: string | undefined;
  /** Ends the request, whatever it is waiting for. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** The beginning of what the server says. */
  readonly text: string;
}

/** What is read of an answer: enough for a reason. */
const MAX_ANSWER_BYTES = 1_024;

/**
 * Posts JSON on a connection of its own, to an address that the rules allow. Redirects are not followed.
 * @throws Error when there is no answer: refused, reset, timed out, forbidden.
 */
export async function post(url: URL, body: string, options: PostOptions): Promise<Answer> {
  const { headers, rules, ca, signal } = options;
  requireAllowedHost(url.hostname, rules);
  const content = Buffer.from(body, 'utf8');
  const send = url.protocol === 'https:' ? requestEncrypted : requestPlain;
  return await new Promise<Answer>((resolve, reject) => {
    const request = send(url, {
      method: 'POST',
      headers: {
        ...headers,
        'Content-Type': 'application/json',
        'Content-Length': String(content.length),
      },
      // A connection for each request: nothing is reused, and no proxy of the environment gets between.
      agent: false,
      lookup: guardedLookup(rules),
      signal,
      ...(ca !== undefined && { ca }),
    });
    request.on('error', reject);
    request.on('response', (response) => resolve(readAnswer(response)));
    request.end(content);
  });
}

/** Reads the beginning and hangs up: a receiver cannot make the notifier read for ever. */
async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // The status is there and says whether the receiver has it, whatever becomes of the rest.
  }
  const text = Buffer.concat(parts).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
  return { status: response.statusCode ?? 0, text };
}
