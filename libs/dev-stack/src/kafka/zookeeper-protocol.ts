import { connect } from 'node:net';
import { exchange } from '../process/exchange.ts';
import { LOOPBACK } from '../process/ports.ts';

const INT32 = 4;
const INT64 = 8;
const PASSWORD_LENGTH = 16;
const SESSION_TIMEOUT_MS = 5_000;
const DELETE = 2;
const GET_DATA = 4;
const CLOSE_SESSION = -11;
const ANY_VERSION = -1;
const XID_AND_ZXID = INT32 + INT64;
const OK = 0;
const NO_NODE = -101;
const NO_WATCH = Buffer.alloc(1);

/**
 * Requests ZooKeeper's version.
 * @throws Error until it serves clients.
 */
export async function probeZookeeper(port: number): Promise<string> {
  return exchange(port, Buffer.from('srvr'), (answer) => versionIn(answer.toString()));
}

/** `3.8.4` from `Zookeeper version: 3.8.4-9316c2a…, built on …`; `undefined` while the line is incomplete. */
export function versionIn(answer: string): string | undefined {
  return /^Zookeeper version: ([\d.]+).*\n/.exec(answer)?.[1];
}

/** Sends a numbered request and returns the complete response. */
type Call = (request: (xid: number) => Buffer) => Promise<Buffer>;

/**
 * Removes the registration of a dead broker. A killed broker stays registered, perhaps as the controller, until its session
 * times out, and a new one does not start until then.
 * @throws Error when ZooKeeper rejects the request or does not answer.
 */
export async function unregisterDeadBroker(port: number, brokerId: number): Promise<void> {
  try {
    await withSession(port, async (call) => {
      await deleteNode(call, `/brokers/ids/${brokerId}`);
      const controller = await call((xid) => getDataRequest(xid, '/controller'));
      if (controllerIn(controller) === brokerId) await deleteNode(call, '/controller');
    });
  } catch (error) {
    throw new Error('Kafka cannot start: ZooKeeper does not answer', { cause: error });
  }
}

async function deleteNode(call: Call, path: string): Promise<void> {
  const response = await call((xid) => deleteRequest(xid, path));
  const code = response.readInt32BE(XID_AND_ZXID);
  if (code !== OK && code !== NO_NODE) throw new Error(`ZooKeeper could not delete ${path}: code ${code}`);
}

/** The id in the response with `{"brokerid":1,…}`; `undefined` while no broker is the controller. */
export function controllerIn(response: Buffer): number | undefined {
  if (response.readInt32BE(XID_AND_ZXID) !== OK) return undefined;
  const start = XID_AND_ZXID + INT32 + INT32;
  const end = start + response.readInt32BE(XID_AND_ZXID + INT32);
  return (JSON.parse(response.toString('utf8', start, end)) as { brokerid?: number }).brokerid;
}

async function withSession(port: number, work: (call: Call) => Promise<void>): Promise<void> {
  const socket = connect({ port, host: LOOPBACK });
  socket.setTimeout(SESSION_TIMEOUT_MS, () =>
    socket.destroy(new Error(`ZooKeeper at port ${port} does not answer`)),
  );
  try {
    const responses = readFrames(socket);
    let xid = 0;
    const call: Call = async (request) => {
      socket.write(frame(request(xid++)));
      const { value } = await responses.next();
      if (value === undefined) throw new Error(`ZooKeeper at port ${port} closed the connection`);
      return value;
    };
    await call(connectRequest);
    await work(call);
    await call(closeRequest);
  } finally {
    socket.destroy();
  }
}

/** Splits received bytes into frames, without their lengths. */
export async function* readFrames(chunks: AsyncIterable<unknown>): AsyncGenerator<Buffer, undefined> {
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
  return Buffer.concat([int32(xid), int32(DELETE), text(path), int32(ANY_VERSION)]);
}

function getDataRequest(xid: number, path: string): Buffer {
  return Buffer.concat([int32(xid), int32(GET_DATA), text(path), NO_WATCH]);
}

function text(value: string): Buffer {
  return Buffer.concat([int32(Buffer.byteLength(value)), Buffer.from(value)]);
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

function frame(request: Buffer): Buffer {
  return Buffer.concat([int32(request.length), request]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(INT32);
  bytes.writeInt32BE(value);
  return bytes;
}
