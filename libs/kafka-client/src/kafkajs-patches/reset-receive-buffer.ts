// @ts-expect-error kafkajs comes without types of its inside
import kafkaConnection from 'kafkajs/src/network/connection.js';

/** What kafkajs keeps of a connection to a broker: the bytes that came and are no whole answer yet. */
interface Connection {
  chunks: readonly Buffer[];
  bytesBuffered: number;
  bytesNeeded: number;
  isConnected: (this: Connection) => boolean;
  connect: (this: Connection) => Promise<unknown>;
}

/** The length in front of an answer. */
const LENGTH_BYTES = 4;

const { prototype } = kafkaConnection as { readonly prototype: Connection };
const { connect } = prototype;

/**
 * Has kafkajs forget the beginning of an answer when the connection on which it came is made anew. Otherwise what comes then is
 * taken for the rest of that answer, and no answer is found on the connection any more, for as long as the process lives.
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
