import type { FastifyHttpOptions, RawServerDefault } from 'fastify';

const SECOND_MS = 1_000;
const KIB = 1_024;

/**
 * What a client may cost. The times are of a request until it is there as a whole, and of a connection without one: a
 * client that sends a byte now and then (Slowloris) is sent away, one that reads an answer for hours, as live events are,
 * is not.
 */
export const SERVER_LIMITS = {
  bodyLimit: KIB,
  requestTimeout: 10 * SECOND_MS,
  keepAliveTimeout: 10 * SECOND_MS,
  http: { headersTimeout: 5 * SECOND_MS, maxHeaderSize: 8 * KIB },
  /** A station's id, escaped. */
  routerOptions: { maxParamLength: 200 },
  /** Ajv compares a number with its bounds only if it is finite, unless told otherwise: 1e999 becomes Infinity. */
  ajv: { customOptions: { strictNumbers: false } },
  /** Viewers of live events do not leave by themselves. */
  forceCloseConnections: true,
} satisfies FastifyHttpOptions<RawServerDefault>;
