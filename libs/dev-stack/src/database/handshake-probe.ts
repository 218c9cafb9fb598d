import { exchange } from '../process/exchange.ts';

const HEADER_LENGTH = 4;
const ERROR_PACKET = 0xff;
const LENGTH_BYTES = 3;
/** MariaDB puts this before its version, for old replicas. */
const REPLICATION_PREFIX = '5.5.5-';

/**
 * Waits for the first packet of a MySQL or MariaDB server.
 * @throws Error until it sends one.
 */
export async function probeDatabase(port: number): Promise<string> {
  return exchange(port, Buffer.alloc(0), parseHandshake);
}

/**
 * The version in a server's first packet; `undefined` while the packet is incomplete.
 * @throws Error when the packet is an error.
 */
export function parseHandshake(packet: Buffer): string | undefined {
  if (packet.length < HEADER_LENGTH) return undefined;
  const end = HEADER_LENGTH + packet.readUIntLE(0, LENGTH_BYTES);
  if (packet.length < end) return undefined;
  const body = packet.subarray(HEADER_LENGTH, end);
  if (body[0] === ERROR_PACKET)
    throw new Error(`the database rejected the connection: ${body.toString('utf8', LENGTH_BYTES)}`);
  const version = body.toString('utf8', 1, body.indexOf(0, 1));
  return version.startsWith(REPLICATION_PREFIX) ? version.slice(REPLICATION_PREFIX.length) : version;
}
