import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { ConfigurationError, type SettingFault } from '@weather/service-runtime';

/** Every server of the stack listens here and nowhere else. */
export const LOOPBACK = '127.0.0.1';

/** Below the ports that systems hand out to outgoing connections: one of those could take a stopped server's port. */
const FIRST_FREE_PORT = 20_000;
const END_OF_FREE_PORTS = 32_000;
const MAX_TRIES = 100;

/** A server's port and the setting it came from. */
export interface PortSetting {
  readonly env: string;
  readonly port: number;
}

/** A port on which nobody listens now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const port = randomInt(FIRST_FREE_PORT, END_OF_FREE_PORTS);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port found between ${FIRST_FREE_PORT} and ${END_OF_FREE_PORTS}`);
}

/** @throws ConfigurationError naming every port that is taken, and its setting. */
export async function requireFreePorts(settings: readonly PortSetting[]): Promise<void> {
  const faults: SettingFault[] = [];
  for (const { env, port } of settings) {
    if (await isFree(port)) continue;
    faults.push({
      env,
      problem: `: port ${port} of ${LOOPBACK} is in use by another program: end it, or choose another port (0 takes any free one)`,
    });
  }
  if (faults.length > 0) throw new ConfigurationError(faults);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, LOOPBACK, resolve);
    });
    return true;
  } catch {
    return false;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
