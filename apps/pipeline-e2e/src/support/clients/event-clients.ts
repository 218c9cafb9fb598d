import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { CheckingClient, EventLog } from './checking-client.ts';

export interface ClientCounts {
  readonly clients: number;
  /** How many of them decode the events. */
  readonly decoding: number;
  /** Additional clients that do not read until the load is over. */
  readonly stalled: number;
}

/** The combined outcome of some clients. */
export interface Outcome {
  readonly clients: number;
  readonly bytes: number;
  readonly catchUps: number;
  readonly closed: number;
  /** The first of all problems. */
  readonly problems: readonly string[];
}

export interface ReadersReport extends Outcome {
  /** The number of readings that each decoding client has received. */
  readonly readings: readonly number[];
  /** Milliseconds from a station to a client. */
  readonly latencyMs: { readonly median: number; readonly p99: number };
}

const POLL_MS = 50;
const MAX_PROBLEMS = 10;
const MEDIAN = 0.5;
const P99 = 0.99;

/** Many clients of the live events in one process. */
export class EventClients {
  readonly #readers: CheckingClient[] = [];
  readonly #stalled: CheckingClient[] = [];

  /** Opens the connections one after the other. */
  async join(address: string, { clients, decoding, stalled }: ClientCounts): Promise<void> {
    const log = new EventLog();
    for (let number = 0; number < clients; number++) {
      const client = new CheckingClient(await open(address), log, number < decoding);
      client.read();
      this.#readers.push(client);
    }
    for (let number = 0; number < stalled; number++) {
      this.#stalled.push(new CheckingClient(await open(address), log, false));
    }
  }

  /** Waits until every reader has received that many readings or has missed some, then disconnects them. */
  async untilReadersReceived(readings: number): Promise<ReadersReport> {
    const decoding = this.#readers.filter(({ received }) => received !== undefined);
    await waitUntil(() =>
      decoding.every((client) => hasGap(client) || (client.received?.count ?? 0) >= readings),
    );
    const newest = Math.max(...decoding.map(({ last }) => last));
    await waitUntil(() => this.#readers.every((client) => hasGap(client) || client.last >= newest));
    const outcome = summarise(this.#readers);
    for (const client of this.#readers) client.disconnect();
    const latencies = decoding.flatMap(({ received }) => received?.latencies ?? []).sort((a, b) => a - b);
    const latencyAt = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
    return {
      ...outcome,
      readings: decoding.map(({ received }) => received?.count ?? 0),
      latencyMs: { median: latencyAt(MEDIAN), p99: latencyAt(P99) },
    };
  }

  /** Starts the stalled clients and waits until each was notified of missed events or was dropped. */
  async untilStalledNotified(): Promise<Outcome> {
    for (const client of this.#stalled) client.read();
    await waitUntil(() => this.#stalled.every(hasGap));
    return summarise(this.#stalled);
  }
}

/** Whether a client has missed events. */
function hasGap({ problems, catchUps, isClosed }: CheckingClient): boolean {
  return problems.length + catchUps > 0 || isClosed;
}

async function open(address: string): Promise<IncomingMessage> {
  const request = get(`${address}/api/v1/events`, { agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined);
  return response;
}

function summarise(clients: readonly CheckingClient[]): Outcome {
  const sum = (count: (client: CheckingClient) => number): number =>
    clients.reduce((total, client) => total + count(client), 0);
  return {
    clients: clients.length,
    bytes: sum(({ bytes }) => bytes),
    catchUps: sum(({ catchUps }) => catchUps),
    closed: sum(({ isClosed }) => Number(isClosed)),
    problems: clients
      .flatMap(({ problems, received }) => [...problems, ...(received?.problems ?? [])])
      .slice(0, MAX_PROBLEMS),
  };
}

async function waitUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(POLL_MS);
}
