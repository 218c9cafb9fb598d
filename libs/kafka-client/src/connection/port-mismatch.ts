import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { formatError } from '@weather/service-runtime';
import { ByteReader } from '../protocol/byte-reader.ts';
import { SASL_MECHANISMS, type KafkaConfig } from '../config/kafka-config.ts';

/** Matches the end of a connection at a port with another protocol; an unreachable broker does not respond at all. */
const PROTOCOL_FAILURE =
  /closed connection|connection closed|socket disconnected|wrong version number|ECONNRESET/i;
/** Two probes take less time than `ClusterAvailability` waits after the last response. */
const PROBE_TIMEOUT_MS = 1_000;
const CACHE_MS = 10_000;
const SASL_HANDSHAKE = 17;
const HANDSHAKE_VERSION = 1;
const INT16 = 2;
const INT32 = 4;
const LENGTHS = INT32 + INT16;
/** More than the names of all mechanisms need. */
const MAX_RESPONSE_BYTES = 4_096;

/** The result of probing a port. */
interface PortProbe {
  readonly answers: boolean;
  /** The names of its SASL mechanisms. */
  readonly mechanisms: readonly string[];
}

/**
 * Finds the setting that does not match the port of a broker. Kafka closes the connection of a client with the wrong TLS
 * setting, or without a login, without an error: the port is probed for its SASL mechanisms, with TLS and without.
 */
export class PortMismatch {
  #result: Promise<string | undefined> = Promise.resolve(undefined);
  #probedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly config: Readonly<KafkaConfig>) {}

  /** Whether such a setting may be the cause of a failure. */
  static isPossible(reason: string): boolean {
    return PROTOCOL_FAILURE.test(reason);
  }

  /** @returns the reason of a failure, with the setting that is its likely cause. */
  async explainReason(reason: string): Promise<string> {
    const mismatch = PortMismatch.isPossible(reason) ? await this.#mismatch() : undefined;
    return mismatch === undefined ? reason : `${reason}: ${mismatch}`;
  }

  /** Does the same for an error. */
  async explainError(error: unknown): Promise<unknown> {
    const reason = formatError(error);
    const explained = await this.explainReason(reason);
    return explained === reason ? error : new Error(explained, { cause: error });
  }

  /** Cached, since clients fail many times a second. */
  #mismatch(): Promise<string | undefined> {
    const now = performance.now();
    if (now - this.#probedAt >= CACHE_MS) {
      this.#probedAt = now;
      const { brokers } = this.config;
      this.#result = Promise.all(
        brokers.map((broker) => this.#mismatchAt(broker).catch(() => undefined)),
      ).then((found) => found.find((mismatch) => mismatch !== undefined));
    }
    return this.#result;
  }

  async #mismatchAt(broker: string): Promise<string | undefined> {
    const { tls, saslMechanism } = this.config;
    const { answers, mechanisms } = await probe(broker, tls);
    if (!answers) {
      const other = await probe(broker, !tls);
      return other.answers ? `${broker} speaks ${tls ? 'no TLS' : 'TLS'}: set KAFKA_TLS=${!tls}` : undefined;
    }
    if (mechanisms.length === 0 || saslMechanism !== 'none') return undefined;
    const usable = SASL_MECHANISMS.filter((mechanism) => mechanisms.includes(mechanism.toUpperCase()));
    const to = usable.length === 0 ? '' : ` to ${usable.join(' or ')}`;
    return `${broker} requires a login: set KAFKA_SASL_MECHANISM${to}`;
  }
}

/** Sends nothing secret, so the certificate of the port is not verified. */
async function probe(broker: string, tls: boolean): Promise<PortProbe> {
  const socket = openSocket(broker, tls);
  const timeout = setTimeout(() => socket.destroy(new Error('no response')), PROBE_TIMEOUT_MS);
  let answers = false;
  try {
    await once(socket, tls ? 'secureConnect' : 'connect');
    // A port that requires a client certificate closes the connection after that.
    answers = tls;
    socket.write(encodeSaslHandshake());
    const mechanisms = await readResponse(socket);
    return { answers: answers || mechanisms !== undefined, mechanisms: mechanisms ?? [] };
  } catch {
    return { answers, mechanisms: [] };
  } finally {
    clearTimeout(timeout);
    socket.destroy();
  }
}

function openSocket(broker: string, tls: boolean): Socket {
  const colon = broker.lastIndexOf(':');
  const host = broker.slice(0, colon).replace(/^\[|\]$/g, '');
  const address = { host, port: Number(broker.slice(colon + 1)) };
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = tls ? connectTls({ ...address, ...name, rejectUnauthorized: false }) : connect(address);
  // Without a listener, a later error would end the process.
  return socket.on('error', () => undefined);
}

/** Requests a mechanism that does not exist: the response lists those that do, none at a port without logins. */
function encodeSaslHandshake(): Buffer {
  const request = Buffer.alloc(INT32 + INT16 + INT16 + INT32 + INT16 + INT16);
  request.writeInt32BE(request.length - INT32, 0);
  request.writeInt16BE(SASL_HANDSHAKE, INT32);
  request.writeInt16BE(HANDSHAKE_VERSION, INT32 + INT16);
  return request;
}

/** @returns undefined where the connection ends without a whole response. */
async function readResponse(socket: Socket): Promise<string[] | undefined> {
  let response = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    response = Buffer.concat([response, chunk]);
    const length = response.length < INT32 ? 0 : response.readInt32BE(0);
    if (response.length > MAX_RESPONSE_BYTES || length > MAX_RESPONSE_BYTES || length < 0) return undefined;
    if (length >= LENGTHS && response.length >= INT32 + length) return decodeMechanisms(response);
  }
  return undefined;
}

function decodeMechanisms(response: Buffer): string[] {
  const reader = new ByteReader(response, INT32 + LENGTHS);
  const mechanisms: string[] = [];
  for (let left = reader.int32(); left > 0 && reader.rest > 0; left--) mechanisms.push(reader.string());
  return mechanisms;
}
