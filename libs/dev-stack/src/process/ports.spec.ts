import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort, LOOPBACK, requireFreePorts } from './ports.ts';

const servers: Server[] = [];

async function takenPort(): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('requireFreePorts', () => {
  it('names every port in use with its setting', async () => {
    const [first, second] = [await takenPort(), await takenPort()];
    const attempt = requireFreePorts([
      { env: 'ONE', port: first },
      { env: 'FREE', port: await freePort() },
      { env: 'TWO', port: second },
    ]);
    await expect(attempt).rejects.toMatchObject({ issues: [{ env: 'ONE' }, { env: 'TWO' }] });
    await expect(attempt).rejects.toThrow(`port ${second} of 127.0.0.1 is already in use`);
  });
});

describe('freePort', () => {
  it('stays below the ephemeral ports', async () => {
    const port = await freePort();
    expect(port).toBeGreaterThanOrEqual(20_000);
    expect(port).toBeLessThan(32_000);
  });
});
