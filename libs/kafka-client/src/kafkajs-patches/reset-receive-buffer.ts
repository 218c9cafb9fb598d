// @ts-expect-error kafkajs has no types for its internals
import kafkaConnection from 'kafkajs/src/network/connection.js';

/** A connection of kafkajs, with the received bytes that are no whole response yet. */
interface Connection {
  chunks: readonly Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  isConnected: (this: Connection) => boolean;
  connect: (this: Connection) => Promise<unknown>;
}

/** The length in front of a response. */
const LENGTH_BYTES = 4;

const { prototype } = kafkaConnection as { readonly prototype: Connection };
const { connect } = prototype;

/**
 * Symptom: after a connection broke in the middle of a response, no response is found on the reopened connection for as long
 * as the process lives: its bytes are taken for the rest of the broken one.
 * Patches kafkajs/src/network/connection.js, which keeps its receive buffer when it reconnects.
 * Test: `reset-receive-buffer.spec.ts`.
 */
export function resetReceiveBufferOnReconnect(): void {
  prototype.connect = function () {
    if (!this.isConnected()) {
      this.chunks = [];
      this.bytesBuffered = 0;
      this.bytesNeeded = LENGTH_BYTES;
    }
    return connect.call(this);
  };
}
