import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KafkaConfig } from '../config/kafka-config.ts';
import { PortMismatch } from './port-mismatch.ts';

const CLOSED = 'Closed connection';
const UNSUPPORTED_MECHANISM = 33;
const ILLEGAL_STATE = 34;

const servers: Server[] = [];

async function port(onData: (socket: Socket, data: Buffer) => unknown): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).on('data', (data) => onData(socket, data));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answer(code: number, mechanisms: readonly string[]): Buffer {
  const names = mechanisms.map((name) => Buffer.from(`\0${String.fromCharCode(name.length)}${name}`));
  const head = Buffer.alloc(14);
  head.writeInt32BE(10 + Buffer.concat(names).length, 0);
  head.writeInt16BE(code, 8);
  head.writeInt32BE(mechanisms.length, 10);
  return Buffer.concat([head, ...names]);
}

/** A Kafka without TLS, which closes each connection that does not begin with a length. */
const plainKafka = (code: number, ...mechanisms: string[]): Promise<string> =>
  port((socket, data) => (data[0] === 0 ? socket.write(answer(code, mechanisms)) : socket.destroy()));

const mismatch = (broker: string, settings: Partial<KafkaConfig>): PortMismatch =>
  new PortMismatch(Object.assign(new KafkaConfig(), { brokers: [broker], ...settings }));

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('PortMismatch', () => {
  it('names the TLS setting for a port without TLS', async () => {
    const broker = await plainKafka(ILLEGAL_STATE);
    const reason = 'Client network socket disconnected before secure TLS connection was established';
    expect(await mismatch(broker, { tls: true }).explainReason(reason)).toBe(
      `${reason}: ${broker} speaks no TLS: set KAFKA_TLS=false`,
    );
  });

  it.each([
    [['SCRAM-SHA-512', 'PLAIN'], 'set KAFKA_SASL_MECHANISM to plain or scram-sha-512'],
    [['GSSAPI'], 'set KAFKA_SASL_MECHANISM'],
  ])('names the SASL setting for a port that requires one of %j', async (mechanisms, setting) => {
    const broker = await plainKafka(UNSUPPORTED_MECHANISM, ...mechanisms);
    expect(await mismatch(broker, {}).explainReason(CLOSED)).toBe(
      `${CLOSED}: ${broker} requires a login: ${setting}`,
    );
  });

  it('keeps the cause of an error', async () => {
    const error = new Error(CLOSED);
    const broker = await plainKafka(UNSUPPORTED_MECHANISM, 'PLAIN');
    expect(await mismatch(broker, {}).explainError(error)).toMatchObject({ cause: error });
  });

  it.each<[string, () => Promise<string>, Partial<KafkaConfig>]>([
    ['whose settings match', () => plainKafka(ILLEGAL_STATE), {}],
    ['that logs in', () => plainKafka(UNSUPPORTED_MECHANISM, 'PLAIN'), { saslMechanism: 'plain' }],
    ['that closes every connection', () => port((socket) => socket.destroy()), {}],
    ['that never answers', () => port(() => undefined), {}],
    [
      'that answers in another protocol',
      () => port((socket) => socket.write('HTTP/1.1 400 Bad\r\n\r\n')),
      {},
    ],
  ])('adds nothing for a port %s', async (_name, broker, settings) => {
    expect(await mismatch(await broker(), settings).explainReason(CLOSED)).toBe(CLOSED);
  });

  it('probes every broker and skips one with an impossible port', async () => {
    const broker = await plainKafka(UNSUPPORTED_MECHANISM, 'PLAIN');
    const config = Object.assign(new KafkaConfig(), { brokers: ['127.0.0.1:99999', broker] });
    expect(await new PortMismatch(config).explainReason(CLOSED)).toMatch(/requires a login/);
  });

  it('probes no port for another failure, and each port only once in a while', async () => {
    let connections = 0;
    const broker = await port((socket) => {
      connections++;
      socket.destroy();
    });
    const asked = mismatch(broker, {});
    await asked.explainReason('connect ECONNREFUSED');
    expect(connections).toBe(0);
    await Promise.all(Array.from({ length: 20 }, () => asked.explainReason(CLOSED)));
    expect(connections).toBe(2);
  });
});
