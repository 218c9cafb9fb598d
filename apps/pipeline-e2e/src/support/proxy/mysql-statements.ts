const HEADER_BYTES = 4;
const SEQUENCE_AT = 3;
const COM_QUERY = 3;
const FIRST_SEQUENCE = 0;

/**
 * Finds the statements in the bytes from a client to MySQL: packets of a three-byte length, a sequence number and a
 * payload. Only a packet with sequence number 0 starts a command; the contents of `LOAD DATA LOCAL` have others.
 */
export class MysqlStatements {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns the texts of the statements (COM_QUERY) whose last byte is in this chunk. */
  push(chunk: Buffer): string[] {
    const statements: string[] = [];
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const length = readPacketLength(bytes);
      if (length === undefined || bytes.length < length) break;
      const statement = parseStatement(bytes.subarray(0, length));
      if (statement !== undefined) statements.push(statement);
      bytes = bytes.subarray(length);
    }
    this.#rest = bytes;
    return statements;
  }
}

function readPacketLength(bytes: Buffer): number | undefined {
  return bytes.length < HEADER_BYTES ? undefined : HEADER_BYTES + bytes.readUIntLE(0, SEQUENCE_AT);
}

function parseStatement(packet: Buffer): string | undefined {
  if (packet[SEQUENCE_AT] !== FIRST_SEQUENCE || packet[HEADER_BYTES] !== COM_QUERY) return undefined;
  return packet.toString('utf8', HEADER_BYTES + 1);
}
