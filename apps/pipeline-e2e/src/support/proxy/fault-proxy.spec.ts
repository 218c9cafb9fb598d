import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { FaultProxy } from './fault-proxy.ts';

const A_WHILE_MS = 50;

let server: Server;
let accepted: Socket[];
let proxy: FaultProxy;
let clients: Socket[];

/** A server that sends back what it gets. */
beforeEach(async () => {
  accepted = [];
  clients = [];
  server = createServer((socket) => {
    accepted.push(socket);
    socket.on('error', () => undefined).on('data', (chunk) => socket.write(chunk));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await FaultProxy.listen((server.address() as AddressInfo).port);
});

afterEach(async () => {
  for (const socket of [...clients, ...accepted]) socket.destroy();
  await proxy.close();
  server.close();
});

interface Client {
  readonly socket: Socket;
  received: string;
  failure?: string;
}

async function client(): Promise<Client> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1' });
  const opened: Client = { socket, received: '' };
  clients.push(socket);
  socket.on('data', (chunk) => (opened.received += chunk.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (opened.failure = error.code ?? ''));
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return opened;
}

async function receives(of: Client, text: string): Promise<void> {
  await eventually(() => expect(of.received).toBe(text), 5_000);
}

describe('FaultProxy', () => {
  it('carries bytes both ways, and the end of either side', async () => {
    const one = await client();
    one.socket.write('hello');
    await receives(one, 'hello');
    one.socket.end();
    await eventually(() => expect(proxy.connections).toBe(0));
  });

  it('closes connections with a reset, and takes new ones', async () => {
    const one = await client();
    one.socket.write('hello');
    await receives(one, 'hello');
    proxy.resetAll();
    await eventually(() => expect(one.failure).toBe('ECONNRESET'));
    const another = await client();
    another.socket.write('again');
    await receives(another, 'again');
  });

  it('refuses connections until it is healed, on the same port', async () => {
    const { port } = proxy;
    await proxy.refuse();
    expect((await client()).failure).toBe('ECONNREFUSED');
    await proxy.heal();
    expect(proxy.port).toBe(port);
    const one = await client();
    one.socket.write('hello');
    await receives(one, 'hello');
  });

  it('holds everything in a black hole, on old connections and new ones, until it is healed', async () => {
    const old = await client();
    old.socket.write('1');
    await receives(old, '1');
    proxy.blackHole();
    const young = await client();
    old.socket.write('2');
    young.socket.write('3');
    await delay(A_WHILE_MS);
    expect([old.received, young.received]).toEqual(['1', '']);
    await proxy.heal();
    await receives(old, '12');
    await receives(young, '3');
  });

  it('tells nobody of a closed connection in a black hole', async () => {
    const one = await client();
    one.socket.write('1');
    await receives(one, '1');
    proxy.blackHole();
    one.socket.destroy();
    await delay(A_WHILE_MS);
    expect(accepted[0]?.readableEnded).toBe(false);
    await proxy.heal();
    await eventually(() => expect(accepted[0]?.readableEnded).toBe(true));
  });

  it('loses everything in one direction of open connections, for good, and carries new ones', async () => {
    const one = await client();
    one.socket.write('1');
    await receives(one, '1');
    proxy.severAll('toClient');
    one.socket.write('2');
    const another = await client();
    another.socket.write('3');
    await receives(another, '3');
    await proxy.heal();
    expect(one.received).toBe('1');
    expect(one.socket.destroyed).toBe(false);
  });

  it('delays and slows down what it carries', async () => {
    const one = await client();
    proxy.delay(A_WHILE_MS);
    const startedAt = performance.now();
    one.socket.write('1');
    await receives(one, '1');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(A_WHILE_MS * 2 - 2);
    proxy.delay(0);
    proxy.throttle(10_000);
    const slowFrom = performance.now();
    one.socket.write('x'.repeat(1_000));
    await receives(one, `1${'x'.repeat(1_000)}`);
    expect(performance.now() - slowFrom).toBeGreaterThanOrEqual(198);
  });
});
