const VARINT_BITS = 7;
const VARINT_MAX = 0x7f;
const VARINT_MORE = 0x80;
const INT16_BYTES = 2;
const INT32_BYTES = 4;
const INT64_BYTES = 8;

/** The maximum length of the varint of a 32-bit number. */
export const MAX_VARINT_BYTES = 5;

/** Writes Kafka's binary types, one after the other, into memory that grows as needed. */
export class ByteWriter {
  #memory: Buffer;
  #length = 0;

  constructor(capacity: number) {
    this.#memory = Buffer.allocUnsafe(capacity);
  }

  /** The number of bytes so far, which is the position of the next one. */
  get length(): number {
    return this.#length;
  }

  /** Returns the bytes from a position on. Shares the memory: later writes are visible in it until the memory grows. */
  written(from = 0): Buffer {
    return this.#memory.subarray(from, this.#length);
  }

  /** Makes room for some bytes. `varint`, `byte`, `raw` and `text` require it, the others do it themselves. */
  reserve(count: number): void {
    if (this.#length + count <= this.#memory.length) return;
    const grown = Buffer.allocUnsafe(2 * (this.#length + count));
    grown.set(this.written());
    this.#memory = grown;
  }

  byte(value: number): void {
    this.#memory[this.#length++] = value;
  }

  /** A signed 31-bit number in as few bytes as it needs. */
  varint(value: number): void {
    let rest = (value << 1) ^ (value >> 31);
    for (; rest > VARINT_MAX || rest < 0; rest >>>= VARINT_BITS) this.byte((rest & VARINT_MAX) | VARINT_MORE);
    this.byte(rest);
  }

  raw(bytes: Uint8Array): void {
    this.#memory.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** UTF-8, without its length. */
  text(text: string): void {
    this.#length += this.#memory.write(text, this.#length);
  }

  int8(value: number): void {
    this.reserve(1);
    this.byte(value);
  }

  int16(value: number): void {
    this.reserve(INT16_BYTES);
    this.#length = this.#memory.writeInt16BE(value, this.#length);
  }

  int32(value: number): void {
    this.reserve(INT32_BYTES);
    this.#length = this.#memory.writeInt32BE(value, this.#length);
  }

  int64(value: bigint): void {
    this.reserve(INT64_BYTES);
    this.#length = this.#memory.writeBigInt64BE(value, this.#length);
  }

  /** UTF-8 with its length in 16 bits; null has the length -1. */
  string(text: string | null): void {
    const bytes = Buffer.from(text ?? '');
    this.int16(text === null ? -1 : bytes.length);
    this.reserve(bytes.length);
    this.raw(bytes);
  }

  /** Overwrites a 32-bit placeholder. */
  putUint32(value: number, at: number): void {
    this.#memory.writeUInt32BE(value, at);
  }
}

/** Returns the length of the varint of a number that is not negative. */
export function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value >>> (VARINT_BITS - 1); rest > 0; rest >>>= VARINT_BITS) bytes++;
  return bytes;
}
