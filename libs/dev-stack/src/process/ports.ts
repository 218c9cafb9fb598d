import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { ConfigurationError, type SettingIssue } from '@weather/service-runtime';

/** The only address that the servers of the stack listen on. */
export const LOOPBACK = '127.0.0.1';

/** Below the ports that systems hand out to outgoing connections: one of those could take a stopped server's port. */
const FIRST_FREE_PORT = 20_000;
const END_OF_FREE_PORTS = 32_000;
const MAX_TRIES = 100;

/** A port and the setting that names it. */
export interface PortSetting {
  readonly env: string;
  readonly port: number;
}

/** Finds a port on which nothing listens now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const port = randomInt(FIRST_FREE_PORT, END_OF_FREE_PORTS);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port found between ${FIRST_FREE_PORT} and ${END_OF_FREE_PORTS}`);
}

/** @throws ConfigurationError naming every port that is in use, and its setting. */
export async function requireFreePorts(settings: readonly PortSetting[]): Promise<void> {
  const problems: SettingIssue[] = [];
  for (const { env, port } of settings) {
    if (await isFree(port)) continue;
    problems.push({
      env,
      problem: `: port ${port} of ${LOOPBACK} is already in use; stop that program or choose another port (0: any free port)`,
    });
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
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
