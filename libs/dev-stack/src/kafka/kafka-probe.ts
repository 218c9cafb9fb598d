import { exchange } from '../process/exchange.ts';

/** A cluster as a broker describes it. */
export interface ClusterState {
  readonly brokers: number;
  /** −1 while the cluster has no controller and cannot create topics. */
  readonly controllerId: number;
}

const METADATA_API = 3;
const METADATA_VERSION = 1;
const API_VERSIONS_API = 18;
const API_VERSIONS_VERSION = 0;
const CORRELATION_ID = 1;
const CLIENT_ID = 'dev-stack';
const INT16 = 2;
const INT32 = 4;

/**
 * Requests the cluster's metadata from a broker.
 * @throws Error while the broker does not answer or there is no controller.
 */
export async function probeKafka(port: number): Promise<void> {
  const { brokers, controllerId } = await exchange(port, metadataRequest(), parseMetadata);
  if (brokers === 0 || controllerId < 0) throw new Error('Kafka has no controller yet');
}

/**
 * Requests the API versions of a controller.
 * @throws Error while it does not answer.
 */
export async function probeController(port: number): Promise<void> {
  await exchange(port, header(API_VERSIONS_API, API_VERSIONS_VERSION, 0), wholeResponse);
}

/** Metadata request, version 1, for no topic. */
export function metadataRequest(): Buffer {
  const noTopic = Buffer.alloc(INT32);
  return Buffer.concat([header(METADATA_API, METADATA_VERSION, noTopic.length), noTopic]);
}

function header(api: number, version: number, bodyLength: number): Buffer {
  const bytes = Buffer.alloc(INT32 + INT16 + INT16 + INT32 + INT16);
  bytes.writeInt32BE(bytes.length - INT32 + CLIENT_ID.length + bodyLength, 0);
  bytes.writeInt16BE(api, INT32);
  bytes.writeInt16BE(version, INT32 + INT16);
  bytes.writeInt32BE(CORRELATION_ID, INT32 + INT16 + INT16);
  bytes.writeInt16BE(CLIENT_ID.length, INT32 + INT16 + INT16 + INT32);
  return Buffer.concat([bytes, Buffer.from(CLIENT_ID)]);
}

function wholeResponse(response: Buffer): Buffer | undefined {
  return response.length < INT32 || response.length < INT32 + response.readInt32BE(0) ? undefined : response;
}

/** @returns `undefined` while the response is incomplete. */
export function parseMetadata(received: Buffer): ClusterState | undefined {
  const response = wholeResponse(received);
  if (response === undefined) return undefined;
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
