import { Readable } from 'node:stream';

/** Servers accept no packet above their `max_allowed_packet`. */
const PACKET_BYTES = 262_144;

/**
 * The contents that `LOAD DATA LOCAL INFILE` statements of this process may read, each by a name for one statement. The server
 * chooses the "file" it asks for, so any name that was not offered is rejected: no file is ever opened.
 */
export class LocalInfile {
  readonly #offered = new Map<string, Buffer>();
  #count = 0;

  /** Offers contents for the duration of `use`, which gets the name to put into the statement. */
  async offer<T>(contents: Buffer, use: (name: string) => Promise<T>): Promise<T> {
    const name = `memory-${++this.#count}`;
    this.#offered.set(name, contents);
    try {
      return await use(name);
    } finally {
      this.#offered.delete(name);
    }
  }

  /** Opens what the client sends when the server asks for a name. */
  open(name: string): Readable {
    const contents = this.#offered.get(name);
    if (contents !== undefined) return Readable.from(packetsOf(contents), { objectMode: false });
    return new Readable({
      read() {
        this.destroy(new Error(`the database server asked for "${name}", which was not offered`));
      },
    });
  }
}

function* packetsOf(contents: Buffer): Generator<Buffer> {
  for (let start = 0; start < contents.length; start += PACKET_BYTES)
    yield contents.subarray(start, start + PACKET_BYTES);
}
