import { once } from 'node:events';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { formatError } from '@weather/service-runtime';
import { ByteReader } from '../protocol/byte-reader.ts';
import { SASL_MECHANISMS, type KafkaConfig } from '../config/kafka-config.ts';

/** How a connection breaks off at a port that speaks otherwise; a broker that is away does not answer at all. */
const BROKEN_OFF = /closed connection|connection closed|socket disconnected|wrong version number|ECONNRESET/i;
/** Two attempts take less time than it takes `ClusterAvailability` to forget that a broker has answered. */
const PROBE_TIMEOUT_MS = 1_000;
const FRESH_MS = 10_000;
const SASL_HANDSHAKE = 17;
const HANDSHAKE_VERSION = 1;
const INT16 = 2;
const INT32 = 4;
const LENGTHS = INT32 + INT16;
/** More than the names of all mechanisms take. */
const MAX_ANSWER = 4_096;

/** What a port was found to speak. */
interface PortProbe {
  readonly answers: boolean;
  /** The names of the mechanisms that it takes logins by. */
  readonly mechanisms: readonly string[];
}

/**
 * Finds the setting that does not fit the port of a broker. Kafka closes the connection of a client that does not speak TLS
 * where it should, or does not log in, without a word: the port is asked for the mechanisms of its logins in either way.
 */
export class PortMismatch {
  #found: Promise<string | undefined> = Promise.resolve(undefined);
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly config: Readonly<KafkaConfig>) {}

  /** Whether a failure may come of such a setting. */
  static isPossible(reason: string): boolean {
    return BROKEN_OFF.test(reason);
  }

  /** @returns the reason of a failure, with the setting that has likely led to it. */
  async explainReason(reason: string): Promise<string> {
    const mismatch = PortMismatch.isPossible(reason) ? await this.#mismatch() : undefined;
    return mismatch === undefined ? reason : `${reason}: ${mismatch}`;
  }

  /** The same for an error. */
  async explainError(error: unknown): Promise<unknown> {
    const reason = formatError(error);
    const explained = await this.explainReason(reason);
    return explained === reason ? error : new Error(explained, { cause: error });
  }

  /** Clients repeat themselves many times a second. */
  #mismatch(): Promise<string | undefined> {
    const now = performance.now();
    if (now - this.#askedAt >= FRESH_MS) {
      this.#askedAt = now;
      const { brokers } = this.config;
      this.#found = Promise.all(
        brokers.map((broker) => this.#mismatchAt(broker).catch(() => undefined)),
      ).then((found) => found.find((mismatch) => mismatch !== undefined));
    }
    return this.#found;
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
    return `${broker} wants a login: set KAFKA_SASL_MECHANISM${to}`;
  }
}

/** Sends nothing that is secret, so the certificate of the port is of no interest. */
async function probe(broker: string, tls: boolean): Promise<PortProbe> {
  const socket = openSocket(broker, tls);
  const timeout = setTimeout(() => socket.destroy(new Error('no answer')), PROBE_TIMEOUT_MS);
  let answers = false;
  try {
    await once(socket, tls ? 'secureConnect' : 'connect');
    // One that wants a certificate of the client's breaks off after that.
    answers = tls;
    socket.write(saslHandshake());
    const mechanisms = await answerOf(socket);
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
  const place = { host, port: Number(broker.slice(colon + 1)) };
  const name = isIP(host) === 0 ? { servername: host } : {};
  const socket = tls ? connectTls({ ...place, ...name, rejectUnauthorized: false }) : connect(place);
  // Without a listener a failure after the one that is waited for would end the app.
  return socket.on('error', () => undefined);
}

/** Asks for a mechanism that there is not: the answer names those that there are, none at a port without logins. */
function saslHandshake(): Buffer {
  const request = Buffer.alloc(INT32 + INT16 + INT16 + INT32 + INT16 + INT16);
  request.writeInt32BE(request.length - INT32, 0);
  request.writeInt16BE(SASL_HANDSHAKE, INT32);
  request.writeInt16BE(HANDSHAKE_VERSION, INT32 + INT16);
  return request;
}

/** @returns undefined where the connection ends without a whole answer. */
async function answerOf(socket: Socket): Promise<string[] | undefined> {
  let answer = Buffer.alloc(0);
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    answer = Buffer.concat([answer, chunk]);
    const length = answer.length < INT32 ? 0 : answer.readInt32BE(0);
    if (answer.length > MAX_ANSWER || length > MAX_ANSWER || length < 0) return undefined;
    if (length >= LENGTHS && answer.length >= INT32 + length) return mechanismsIn(answer);
  }
  return undefined;
}

function mechanismsIn(answer: Buffer): string[] {
  const reader = new ByteReader(answer, INT32 + LENGTHS);
  const mechanisms: string[] = [];
  for (let left = reader.int32(); left > 0 && reader.rest > 0; left--) mechanisms.push(reader.string());
  return mechanisms;
}
