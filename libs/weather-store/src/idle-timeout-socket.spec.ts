import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectWithIdleTimeout } from './idle-timeout-socket.ts';
import { isTransient } from './database-errors.ts';

const TIMEOUT_MS = 50;

let server: Server;
let accepted: Socket[];

beforeEach(async () => {
  accepted = [];
  server = createServer((socket) => accepted.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  for (const socket of accepted) socket.destroy();
  server.close();
});

describe('answeringSocket', () => {
  it('fails with an outage when the server says nothing more', async () => {
    const { port } = server.address() as AddressInfo;
    const socket = connectWithIdleTimeout('127.0.0.1', port, TIMEOUT_MS);
    socket.write('a statement');
    const [error] = (await once(socket, 'error').catch((failure: unknown) => [failure])) as [Error];
    expect(error.message).toBe(`no answer from 127.0.0.1:${port} for 0.05 s`);
    expect(isTransient(error)).toBe(true);
    expect(socket.destroyed).toBe(true);
  });
});
