const HEADER_BYTES = 4;
const SEQUENCE_AT = 3;
const COM_QUERY = 3;
const FIRST_OF_A_COMMAND = 0;

/**
 * Finds the statements in what a client sends to MySQL: packets of a three-byte length, a sequence number and a payload.
 * A command starts with sequence number 0; what follows with others, such as the contents of `LOAD DATA LOCAL`, is none.
 */
export class MysqlStatements {
  #rest: Buffer = Buffer.alloc(0);

  /** @returns the texts of the statements (COM_QUERY) whose last byte is in this chunk. */
  push(chunk: Buffer): string[] {
    const statements: string[] = [];
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const length = packetLength(bytes);
      if (length === undefined || bytes.length < length) break;
      const statement = statementIn(bytes.subarray(0, length));
      if (statement !== undefined) statements.push(statement);
      bytes = bytes.subarray(length);
    }
    this.#rest = bytes;
    return statements;
  }
}

function packetLength(bytes: Buffer): number | undefined {
  return bytes.length < HEADER_BYTES ? undefined : HEADER_BYTES + bytes.readUIntLE(0, SEQUENCE_AT);
}

function statementIn(packet: Buffer): string | undefined {
  if (packet[SEQUENCE_AT] !== FIRST_OF_A_COMMAND || packet[HEADER_BYTES] !== COM_QUERY) return undefined;
  return packet.toString('utf8', HEADER_BYTES + 1);
}
