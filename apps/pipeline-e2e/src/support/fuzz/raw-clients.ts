import { connect } from 'node:net';

const PRODUCE = 0;
const VERSION = 3;
const ACKNOWLEDGED_BY_ALL = -1;
const BROKER_TIMEOUT_MS = 10_000;
const SIZE_BYTES = 4;
/** Sizes of the response before the error code: correlation id and topic count, then partition count and partition. */
const BEFORE_TOPIC = 8;
const BEHIND_TOPIC = 8;
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})/;
/** Limits the wait for a response to half a request. */
const RESPONSE_TIMEOUT_MS = 1_500;

export interface BatchTarget {
  readonly port: number;
  readonly topic: string;
  readonly partition: number;
}

/** Sends a record batch unchanged. @returns Kafka's error code: 0 if it accepted the batch, -1 if it closed the connection. */
export async function produceRaw({ port, topic, partition }: BatchTarget, batch: Buffer): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => {
    pieces.push(piece);
    if (isComplete(Buffer.concat(pieces))) socket.end();
  });
  socket.on('error', () => socket.destroy());
  socket.write(encodeRequest(topic, partition, batch));
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const response = Buffer.concat(pieces);
  if (!isComplete(response)) return -1;
  return response.readInt16BE(SIZE_BYTES + BEFORE_TOPIC + encodeString(topic).length + BEHIND_TOPIC);
}

function isComplete(response: Buffer): boolean {
  return response.length >= SIZE_BYTES && response.length >= SIZE_BYTES + response.readInt32BE(0);
}

function encodeRequest(topic: string, partition: number, batch: Buffer): Buffer {
  const request = Buffer.concat([
    int16(PRODUCE),
    int16(VERSION),
    int32(0),
    encodeString('fuzz'),
    int16(-1),
    int16(ACKNOWLEDGED_BY_ALL),
    int32(BROKER_TIMEOUT_MS),
    int32(1),
    encodeString(topic),
    int32(1),
    int32(partition),
    int32(batch.length),
    batch,
  ]);
  return Buffer.concat([int32(request.length), request]);
}

function encodeString(text: string): Buffer {
  return Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)]);
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(SIZE_BYTES);
  bytes.writeInt32BE(value);
  return bytes;
}

/** Sends bytes to an HTTP server and closes the connection at the first response. @returns its status, if there is one. */
export async function requestRaw(port: number, bytes: Buffer): Promise<number | undefined> {
  const socket = connect(port, '127.0.0.1');
  let response = '';
  socket.setTimeout(RESPONSE_TIMEOUT_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece) => {
    response += piece.toString('latin1');
    if (STATUS_LINE.test(response)) socket.destroy();
  });
  socket.write(bytes);
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const status = STATUS_LINE.exec(response)?.[1];
  return status === undefined ? undefined : Number(status);
}
