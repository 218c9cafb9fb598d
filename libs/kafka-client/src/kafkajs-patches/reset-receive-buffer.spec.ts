import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
// @ts-expect-error kafkajs has no types for its internals
import kafkaConnection from 'kafkajs/src/network/connection.js';
import { resetReceiveBufferOnReconnect } from './reset-receive-buffer.ts';

const HOST = '127.0.0.1';
const TIMEOUT_MS = 5_000;

interface Connection {
  requestQueue: { fulfillRequest: (answer: { readonly correlationId: number }) => void };
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  isConnected(): boolean;
}

/** A response with its length in front. */
function responseTo(correlationId: number): Buffer {
  const response = Buffer.alloc(16);
  response.writeInt32BE(response.length - 4);
  response.writeInt32BE(correlationId, 4);
  return response;
}

describe('a connection of kafkajs', () => {
  let broker: Server;
  let accepted: Socket[];
  let connection: Connection;
  let answered: number[];

  beforeEach(async () => {
    accepted = [];
    answered = [];
    broker = createServer((socket) => accepted.push(socket));
    broker.listen(0, HOST);
    await once(broker, 'listening');
    const { port } = broker.address() as AddressInfo;
    const quiet = { debug: () => undefined, error: () => undefined, namespace: () => quiet };
    const create = kafkaConnection as new (options: object) => Connection;
    connection = new create({
      host: HOST,
      port,
      logger: quiet,
      connectionTimeout: TIMEOUT_MS,
      requestTimeout: TIMEOUT_MS,
      socketFactory: ({ onConnect }: { onConnect: () => void }) => connect({ host: HOST, port }, onConnect),
    });
    connection.requestQueue.fulfillRequest = ({ correlationId }) => answered.push(correlationId);
  });

  afterEach(async () => {
    await connection.disconnect();
    for (const socket of accepted) socket.destroy();
    broker.close();
  });

  it('finds responses again after it broke in the middle of one', async () => {
    resetReceiveBufferOnReconnect();
    await connection.connect();
    await eventually(() => expect(accepted).toHaveLength(1));
    accepted[0]?.write(responseTo(1));
    accepted[0]?.write(responseTo(2).subarray(0, 10));
    await eventually(() => expect(answered).toEqual([1]));
    accepted[0]?.destroy();
    await eventually(() => expect(connection.isConnected()).toBe(false));
    await connection.connect();
    await eventually(() => expect(accepted).toHaveLength(2));
    accepted[1]?.write(responseTo(3));
    await eventually(() => expect(answered).toEqual([1, 3]));
  });
});
