import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { createConnection, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import type { DeadLetter } from '../contract/pipeline.ts';
import { EventHub, type EventHubOptions } from './event-hub.ts';

const LARGE = 200_000;

let hub: EventHub;
let server: Server;
const sockets: Socket[] = [];
let now = 0;

beforeEach(() => {
  now = 0;
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  hub.close();
  server.close();
  await once(server, 'close');
});

async function serve(options: Partial<EventHubOptions> = {}): Promise<void> {
  hub = new EventHub({
    instanceId: 'run1',
    maxSubscribers: 10,
    maxSubscribersPerClient: 10,
    observer: { eventsSent: () => undefined, catchUpSent: () => undefined },
    now: () => now,
    ...options,
  });
  server = createServer((request, response) => {
    const lastEventId = request.headers['last-event-id'] as string | undefined;
    const client = request.url ?? '';
    if (hub.subscribe({ client, response, lastEventId }) === 'full') response.writeHead(503).end('full');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

class Client {
  /** The received events. */
  readonly blocks: string[] = [];
  #rest = '';

  constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (piece: string) => {
      this.blocks.push(...(this.#rest + piece).split('\n\n'));
      this.#rest = this.blocks.pop() ?? '';
    });
    response.on('error', () => undefined);
  }

  get text(): string {
    return this.blocks.map((block) => `${block}\n\n`).join('');
  }

  /** The name and id of each event. */
  get events(): string[] {
    return this.blocks.map((block) => {
      const [, id = '', name = ''] = /^id: (\S+)\nevent: (\S+)$/m.exec(block) ?? [];
      return `${name} ${id}`;
    });
  }

  async has(...events: string[]): Promise<void> {
    await eventually(() => expect(this.events).toEqual(events));
  }

  /** Waits for the event of a number. */
  async isAt(number: number): Promise<void> {
    while (this.blocks.at(-1)?.startsWith(`id: run1-${number}\n`) !== true) await once(this.response, 'data');
  }

  async breakOff(): Promise<void> {
    const before = hub.subscribers;
    this.response.destroy();
    await eventually(() => expect(hub.subscribers).toBe(before - 1));
  }
}

function port(): number {
  return (server.address() as AddressInfo).port;
}

async function view(lastEventId?: string, path = '/'): Promise<Client> {
  const headers = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
  const request = get({ host: '127.0.0.1', port: port(), path, headers, agent: false });
  request.on('error', () => undefined);
  request.on('socket', (socket) => sockets.push(socket));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return new Client(response);
}

/** Subscribes, but reads nothing until its socket is resumed. */
async function viewWithoutReading(): Promise<Socket> {
  const before = hub.subscribers;
  const socket = createConnection(port(), '127.0.0.1').pause();
  sockets.push(socket);
  socket.write('GET / HTTP/1.1\r\nHost: dashboard\r\nConnection: close\r\n\r\n');
  await eventually(() => expect(hub.subscribers).toBe(before + 1));
  return socket;
}

function publishReading(station: string): void {
  hub.publish('readings', { readings: [[station, 1]], dropped: 0 });
}

async function publishLarge(): Promise<void> {
  hub.publish('dead-letters', { deadLetters: [{ value: 'x'.repeat(LARGE) } as DeadLetter] });
  await new Promise(setImmediate);
}

describe('EventHub', () => {
  it('sends a subscriber all events from its connection on', async () => {
    await serve();
    publishReading('before');
    await new Promise(setImmediate);
    const client = await view();
    publishReading('roof');
    publishReading('cellar');
    await client.has('connected run1-1', 'readings run1-2', 'readings run1-3');
    expect(client.text).toContain('retry: 1000\nid: run1-1\nevent: connected\ndata: {"resumed":false}\n\n');
    expect(client.text).toContain('data: {"readings":[["cellar",1]],"dropped":0}\n\n');
    expect(client.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
  });

  it('sends the missed events to a subscriber that reconnects', async () => {
    await serve();
    const client = await view();
    publishReading('a');
    await client.has('connected run1-0', 'readings run1-1');
    await client.breakOff();
    publishReading('b');
    publishReading('c');
    await new Promise(setImmediate);
    const back = await view('run1-1');
    publishReading('d');
    await back.has('connected run1-1', 'readings run1-2', 'readings run1-3', 'readings run1-4');
    expect(back.text).toContain('{"resumed":true}');
  });

  it.each(['run1-1', 'run1-9', 'other-3', 'nonsense', '', 'run1--1'])(
    'starts from now for a client that reconnects with %j, since the events it missed are unknown',
    async (lastEventId) => {
      await serve({ bounds: { events: 2, bytes: LARGE } });
      for (const station of ['a', 'b', 'c', 'd']) publishReading(station);
      await new Promise(setImmediate);
      const client = await view(lastEventId);
      publishReading('e');
      await client.has('connected run1-4', 'readings run1-5');
      expect(client.text).toContain('{"resumed":false}');
    },
  );

  it('limits its subscribers, and accepts new ones when others have left', async () => {
    await serve({ maxSubscribers: 1 });
    const client = await view();
    const refused = await view();
    expect(refused.response.statusCode).toBe(503);
    await client.breakOff();
    expect((await view()).response.statusCode).toBe(200);
  });

  it('limits the subscribers of each client, including those that read nothing', async () => {
    await serve({ maxSubscribersPerClient: 2 });
    await viewWithoutReading();
    const [second, third, other] = [await view(), await view(), await view(undefined, '/other')];
    expect([second, third, other].map(({ response }) => response.statusCode)).toEqual([200, 503, 200]);
    await second.breakOff();
    expect([(await view()).response.statusCode, (await view()).response.statusCode]).toEqual([200, 503]);
  });

  it('does not delay others for a slow subscriber, which gets a catch-up event', async () => {
    let catchUpSent = 0;
    await serve({ observer: { eventsSent: () => undefined, catchUpSent: () => (catchUpSent += 1) } });
    const slow = await viewWithoutReading();
    const fast = await view();
    for (let event = 1; event <= 60; event++) {
      await publishLarge();
      await fast.isAt(event);
    }
    publishReading('roof');
    await fast.isAt(61);
    const received = text(slow);
    await eventually(() => expect(catchUpSent).toBe(1));
    publishReading('cellar');
    await fast.isAt(62);
    expect(fast.events).toHaveLength(63);
    hub.close();
    const sent = await received;
    const { missedEvents } = JSON.parse(/^event: catch-up\ndata: (.*)$/m.exec(sent)?.[1] ?? '{}') as {
      missedEvents?: number;
    };
    const got = sent.match(/^event: dead-letters$/gm)?.length ?? 0;
    expect(got + (missedEvents ?? 0)).toBe(61);
    expect(sent).toMatch(/id: run1-61\nevent: catch-up\n.*\["roof",1\]/);
    expect(sent).toMatch(/id: run1-62\nevent: readings\n.*\["cellar",1\]/);
  });

  it('disconnects a subscriber that reads nothing for a minute', async () => {
    await serve();
    await viewWithoutReading();
    for (let event = 0; event < 60; event++) await publishLarge();
    now = 60_000;
    await publishLarge();
    expect(hub.subscribers).toBe(1);
    now = 60_001;
    await publishLarge();
    await eventually(() => expect(hub.subscribers).toBe(0));
  });

  it('ends all connections when it is closed, and accepts no new ones', async () => {
    await serve();
    const client = await view();
    const ended = once(client.response, 'end');
    hub.close();
    await ended;
    expect((await view()).response.statusCode).toBe(503);
  });
});
