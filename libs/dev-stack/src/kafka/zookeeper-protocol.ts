import { connect } from 'node:net';
import { exchange } from '../process/exchange.ts';
import { LOOPBACK } from '../process/ports.ts';

const INT32 = 4;
const INT64 = 8;
const PASSWORD_LENGTH = 16;
const SESSION_TIMEOUT_MS = 5_000;
const DELETE = 2;
const CLOSE_SESSION = -11;
const ANY_VERSION = -1;
const XID_AND_ZXID = INT32 + INT64;
const OK = 0;
const NO_NODE = -101;

/**
 * Asks ZooKeeper what it is.
 * @throws Error as long as it does not serve.
 */
export async function probeZookeeper(port: number): Promise<string> {
  return exchange(port, Buffer.from('srvr'), (answer) => versionIn(answer.toString()));
}

/** `3.8.4` from `Zookeeper version: 3.8.4-9316c2a…, built on …`; `undefined` as long as the line is not whole. */
export function versionIn(answer: string): string | undefined {
  return /^Zookeeper version: ([\d.]+).*\n/.exec(answer)?.[1];
}

/**
 * Removes nodes that a dead process left; those that are not there are passed over.
 * @throws Error when ZooKeeper refuses or does not answer.
 */
export async function deleteNodes(port: number, paths: readonly string[]): Promise<void> {
  const socket = connect({ port, host: LOOPBACK });
  socket.setTimeout(SESSION_TIMEOUT_MS, () =>
    socket.destroy(new Error(`ZooKeeper at port ${port} does not answer`)),
  );
  try {
    const responses = responsesOf(socket);
    socket.write(framed(connectRequest()));
    await responses.next();
    for (const [index, path] of paths.entries()) {
      socket.write(framed(deleteRequest(index + 1, path)));
      const { value: response } = await responses.next();
      const code = response?.readInt32BE(XID_AND_ZXID) ?? OK;
      if (code !== OK && code !== NO_NODE)
        throw new Error(`ZooKeeper refuses to delete ${path}: code ${code}`);
    }
    socket.write(framed(closeRequest(paths.length + 1)));
    await responses.next();
  } finally {
    socket.destroy();
  }
}

/** The frames that a socket brings, without their lengths. */
export async function* responsesOf(chunks: AsyncIterable<unknown>): AsyncGenerator<Buffer, undefined> {
  let received: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    received = Buffer.concat([received, chunk as Buffer]);
    while (received.length >= INT32 && received.length >= INT32 + received.readInt32BE(0)) {
      const end = INT32 + received.readInt32BE(0);
      yield received.subarray(INT32, end);
      received = received.subarray(end);
    }
  }
  return undefined;
}

export function deleteRequest(xid: number, path: string): Buffer {
  return Buffer.concat([
    int32(xid),
    int32(DELETE),
    int32(Buffer.byteLength(path)),
    Buffer.from(path),
    int32(ANY_VERSION),
  ]);
}

function connectRequest(): Buffer {
  const protocolVersion = int32(0);
  const lastZxidSeen = Buffer.alloc(INT64);
  const sessionId = Buffer.alloc(INT64);
  const password = Buffer.concat([int32(PASSWORD_LENGTH), Buffer.alloc(PASSWORD_LENGTH)]);
  return Buffer.concat([protocolVersion, lastZxidSeen, int32(SESSION_TIMEOUT_MS), sessionId, password]);
}

function closeRequest(xid: number): Buffer {
  return Buffer.concat([int32(xid), int32(CLOSE_SESSION)]);
}

function framed(request: Buffer): Buffer {
  return Buffer.concat([int32(request.length), request]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(INT32);
  bytes.writeInt32BE(value);
  return bytes;
}
