import { connect } from 'node:net';

const PRODUCE = 0;
const VERSION = 3;
const ACKNOWLEDGED_BY_ALL = -1;
const BROKER_TIMEOUT_MS = 10_000;
const SIZE_BYTES = 4;
/** The answer up to the error: correlation, number of topics, the topic, number of partitions, the partition. */
const BEFORE_TOPIC = 8;
const BEHIND_TOPIC = 8;

export interface BatchTarget {
  readonly port: number;
  readonly topic: string;
  readonly partition: number;
}

/** Sends a record batch as it is. @returns Kafka's error code, 0 if it has taken the batch, -1 if it has hung up. */
export async function produceRaw({ port, topic, partition }: BatchTarget, batch: Buffer): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  const pieces: Buffer[] = [];
  socket.on('data', (piece) => {
    pieces.push(piece);
    if (isWhole(Buffer.concat(pieces))) socket.end();
  });
  socket.on('error', () => socket.destroy());
  socket.write(requestOf(topic, partition, batch));
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const answer = Buffer.concat(pieces);
  if (!isWhole(answer)) return -1;
  return answer.readInt16BE(SIZE_BYTES + BEFORE_TOPIC + stringOf(topic).length + BEHIND_TOPIC);
}

function isWhole(answer: Buffer): boolean {
  return answer.length >= SIZE_BYTES && answer.length >= SIZE_BYTES + answer.readInt32BE(0);
}

function requestOf(topic: string, partition: number, batch: Buffer): Buffer {
  const request = Buffer.concat([
    int16(PRODUCE),
    int16(VERSION),
    int32(0),
    stringOf('fuzz'),
    int16(-1),
    int16(ACKNOWLEDGED_BY_ALL),
    int32(BROKER_TIMEOUT_MS),
    int32(1),
    stringOf(topic),
    int32(1),
    int32(partition),
    int32(batch.length),
    batch,
  ]);
  return Buffer.concat([int32(request.length), request]);
}

function stringOf(text: string): Buffer {
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
