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

/** An echo server. */
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

async function openClient(): Promise<Client> {
  const socket = connect({ port: proxy.port, host: '127.0.0.1' });
  const opened: Client = { socket, received: '' };
  clients.push(socket);
  socket.on('data', (chunk) => (opened.received += chunk.toString()));
  socket.on('error', (error: NodeJS.ErrnoException) => (opened.failure = error.code ?? ''));
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return opened;
}

async function expectReceived(client: Client, text: string): Promise<void> {
  await eventually(() => expect(client.received).toBe(text), 5_000);
}

describe('FaultProxy', () => {
  it('forwards bytes and the end of the connection both ways', async () => {
    const one = await openClient();
    one.socket.write('hello');
    await expectReceived(one, 'hello');
    one.socket.end();
    await eventually(() => expect(proxy.connections).toBe(0));
  });

  it('resets open connections and accepts new ones', async () => {
    const one = await openClient();
    one.socket.write('hello');
    await expectReceived(one, 'hello');
    proxy.resetAll();
    await eventually(() => expect(one.failure).toBe('ECONNRESET'));
    const another = await openClient();
    another.socket.write('again');
    await expectReceived(another, 'again');
  });

  it('refuses connections until it is healed, on the same port', async () => {
    const { port } = proxy;
    await proxy.refuse();
    expect((await openClient()).failure).toBe('ECONNREFUSED');
    await proxy.heal();
    expect(proxy.port).toBe(port);
    const one = await openClient();
    one.socket.write('hello');
    await expectReceived(one, 'hello');
  });

  it('holds back all bytes of old and new connections while blackholed, until it is healed', async () => {
    const old = await openClient();
    old.socket.write('1');
    await expectReceived(old, '1');
    proxy.blackhole();
    const young = await openClient();
    old.socket.write('2');
    young.socket.write('3');
    await delay(A_WHILE_MS);
    expect([old.received, young.received]).toEqual(['1', '']);
    await proxy.heal();
    await expectReceived(old, '12');
    await expectReceived(young, '3');
  });

  it('does not forward the end of a connection while blackholed', async () => {
    const one = await openClient();
    one.socket.write('1');
    await expectReceived(one, '1');
    proxy.blackhole();
    one.socket.destroy();
    await delay(A_WHILE_MS);
    expect(accepted[0]?.readableEnded).toBe(false);
    await proxy.heal();
    await eventually(() => expect(accepted[0]?.readableEnded).toBe(true));
  });

  it('drops all bytes of blackholed connections in one direction, permanently, and forwards new connections', async () => {
    const one = await openClient();
    one.socket.write('1');
    await expectReceived(one, '1');
    proxy.blackholeConnections('toClient');
    one.socket.write('2');
    const another = await openClient();
    another.socket.write('3');
    await expectReceived(another, '3');
    await proxy.heal();
    expect(one.received).toBe('1');
    expect(one.socket.destroyed).toBe(false);
  });

  it('adds latency and limits the bandwidth', async () => {
    const one = await openClient();
    proxy.delay(A_WHILE_MS);
    const startedAt = performance.now();
    one.socket.write('1');
    await expectReceived(one, '1');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(A_WHILE_MS * 2 - 2);
    proxy.delay(0);
    proxy.limitBandwidth(10_000);
    const slowFrom = performance.now();
    one.socket.write('x'.repeat(1_000));
    await expectReceived(one, `1${'x'.repeat(1_000)}`);
    expect(performance.now() - slowFrom).toBeGreaterThanOrEqual(198);
  });
});
