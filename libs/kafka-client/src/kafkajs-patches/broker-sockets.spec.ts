import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { BrokerSockets } from './broker-sockets.ts';

const HOST = '127.0.0.1';
const servers: Server[] = [];
const accepted: Socket[] = [];

async function silentBroker(): Promise<number> {
  const server = createServer((socket) => accepted.push(socket));
  servers.push(server);
  server.listen(0, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function opened(sockets: BrokerSockets, port: number): Promise<Socket> {
  const { promise: connected, resolve } = Promise.withResolvers<undefined>();
  const noTls = undefined as unknown as Parameters<BrokerSockets['open']>[0]['ssl'];
  const socket = sockets.open({ host: HOST, port, ssl: noTls, onConnect: () => resolve(undefined) });
  await connected;
  return socket;
}

afterEach(() => {
  for (const socket of accepted.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

describe('BrokerSockets', () => {
  it('destroys only the connections to the broker that does not answer', async () => {
    const sockets = new BrokerSockets();
    const [silent, other] = [await silentBroker(), await silentBroker()];
    const [first, second, healthy] = [
      await opened(sockets, silent),
      await opened(sockets, silent),
      await opened(sockets, other),
    ];
    const noticed = [first, second].map(
      (socket) => new Promise<Error>((resolve) => socket.once('error', resolve)),
    );
    sockets.destroy(`${HOST}:${silent}`);
    for (const error of await Promise.all(noticed)) {
      expect(error).toMatchObject({ message: `no answer from ${HOST}:${silent}`, code: 'ETIMEDOUT' });
    }
    expect(healthy.destroyed).toBe(false);
    healthy.destroy();
  });

  it('adds no listeners to closed sockets, however often kafkajs disconnects', async () => {
    const socket = await opened(new BrokerSockets(), await silentBroker());
    socket.destroy();
    await once(socket, 'close');
    for (let disconnects = 0; disconnects < 20; disconnects++) socket.end().unref();
    expect(socket.listenerCount('connect')).toBeLessThanOrEqual(1);
  });

  it('ignores an unknown broker', () => {
    expect(() => new BrokerSockets().destroy('nowhere:9092')).not.toThrow();
  });
});
