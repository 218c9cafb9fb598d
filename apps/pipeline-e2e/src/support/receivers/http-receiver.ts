import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { eventually } from '@weather/service-runtime/testing';

/** The part of an alert that the tests use. */
export interface ReceivedAlert {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly fingerprint: string;
}

interface ReceivedMessage {
  readonly receiver: string;
  readonly status: string;
  readonly alerts: readonly ReceivedAlert[];
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly version: string;
  readonly groupKey: string;
  readonly truncatedAlerts: number;
}

/** A received request. */
export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: ReceivedMessage;
  readonly key: string;
}

/** Answers 200 without a body. */
export function acceptMessage(response: ServerResponse): void {
  const OK = 200;
  response.writeHead(OK).end();
}

/** An HTTP server that keeps all requests; it can be closed and opened again on its port. */
export class HttpReceiver {
  readonly requests: ReceivedRequest[] = [];
  /** How a request is answered. */
  answer: (response: ServerResponse) => void = acceptMessage;
  #server: Server | undefined;
  #port = 0;

  static async open(): Promise<HttpReceiver> {
    const receiver = new HttpReceiver();
    await receiver.open();
    return receiver;
  }

  /** Forgets all requests. */
  forget(): void {
    this.requests.length = 0;
    this.answer = acceptMessage;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      void buffer(request).then((bytes) => {
        const body = bytes.toString('utf8');
        const received: ReceivedRequest = {
          path: request.url ?? '',
          headers: request.headers,
          body,
          message: JSON.parse(body) as ReceivedMessage,
          key: String(request.headers['idempotency-key']),
        };
        this.requests.push(received);
        this.answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** Waits for the first requests, received already or in the future. */
  async received(count: number): Promise<ReceivedRequest[]> {
    return await eventually(() => {
      if (this.requests.length >= count) return this.requests.slice(0, count);
      throw new Error(`expected ${count} requests, got ${this.requests.length}`);
    });
  }

  /** All alerts of all messages, in the order in which they were received. */
  get alerts(): ReceivedAlert[] {
    return this.requests.flatMap(({ message }) => message.alerts);
  }

  /** A line for each received alert, in order: `firing roof`, `resolved roof` … */
  get notified(): string[] {
    return this.alerts.map(({ status, labels }) => `${status} ${labels['station'] ?? ''}`);
  }
}

/** Computes the signature that docs/notifications.md describes, independently of the notifier. */
export function expectedSignature(secret: string, { headers, body }: ReceivedRequest): string {
  const timestamp = String(headers['x-weather-timestamp']);
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}
