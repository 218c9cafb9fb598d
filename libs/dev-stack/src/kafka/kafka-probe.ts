import { KAFKA_VERSION } from '../download/packages.ts';
import { exchange } from '../process/exchange.ts';

/** What a broker says of its cluster. */
export interface ClusterState {
  readonly brokers: number;
  /** −1 as long as the cluster has no controller: it cannot create topics then. */
  readonly controllerId: number;
}

const METADATA_API = 3;
const METADATA_VERSION = 1;
const CORRELATION_ID = 1;
const CLIENT_ID = 'dev-stack';
const INT16 = 2;
const INT32 = 4;

/**
 * Asks the broker for its cluster with Kafka's own protocol.
 * @throws Error as long as the broker does not answer or there is no controller.
 */
export async function probeKafka(port: number): Promise<string> {
  const { brokers, controllerId } = await exchange(port, metadataRequest(), parseMetadata);
  if (brokers === 0 || controllerId < 0) throw new Error('Kafka has no controller yet');
  return KAFKA_VERSION;
}

/** Metadata request, version 1, for no topic. */
export function metadataRequest(): Buffer {
  const header = Buffer.alloc(INT32 + INT16 + INT16 + INT32 + INT16);
  const body = Buffer.alloc(INT32);
  header.writeInt32BE(header.length - INT32 + CLIENT_ID.length + body.length, 0);
  header.writeInt16BE(METADATA_API, INT32);
  header.writeInt16BE(METADATA_VERSION, INT32 + INT16);
  header.writeInt32BE(CORRELATION_ID, INT32 + INT16 + INT16);
  header.writeInt16BE(CLIENT_ID.length, INT32 + INT16 + INT16 + INT32);
  return Buffer.concat([header, Buffer.from(CLIENT_ID), body]);
}

/** @returns `undefined` as long as the response is not whole. */
export function parseMetadata(response: Buffer): ClusterState | undefined {
  if (response.length < INT32 || response.length < INT32 + response.readInt32BE(0)) return undefined;
  let at = INT32 + INT32;
  const brokers = response.readInt32BE(at);
  at += INT32;
  for (let broker = 0; broker < brokers; broker++) {
    at += INT32;
    at += INT16 + response.readInt16BE(at);
    at += INT32;
    at += INT16 + Math.max(0, response.readInt16BE(at));
  }
  return { brokers, controllerId: response.readInt32BE(at) };
}
