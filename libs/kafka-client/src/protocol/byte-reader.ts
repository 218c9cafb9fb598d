const VARINT_BASE = 128;
const VARINT_MORE = 0x80;
const INT16_BYTES = 2;
const INT32_BYTES = 4;
const INT64_BYTES = 8;
const UINT32_RANGE = 2 ** 32;

/** Reads Kafka's binary types, one after the other. The caller ensures that enough bytes are left. */
export class ByteReader {
  constructor(
    readonly bytes: Buffer,
    /** The start of the next value. */
    public position = 0,
  ) {}

  /** The number of bytes left. */
  get rest(): number {
    return this.bytes.length - this.position;
  }

  int8(): number {
    return this.bytes.readInt8(this.#pass(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#pass(INT16_BYTES));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#pass(INT32_BYTES));
  }

  /** Exact up to 2^53, far above any offset, timestamp or producer id. */
  int64(): number {
    const at = this.#pass(INT64_BYTES);
    return this.bytes.readInt32BE(at) * UINT32_RANGE + this.bytes.readUInt32BE(at + INT32_BYTES);
  }

  string(): string {
    const length = this.int16();
    const at = this.#pass(Math.max(0, length));
    return this.bytes.toString('utf8', at, this.position);
  }

  /** A signed number in as few bytes as it needs; exact up to 2^53. */
  varint(): number {
    const { bytes } = this;
    let byte = bytes[this.position++] ?? 0;
    let zigzag = byte % VARINT_BASE;
    for (let weight = VARINT_BASE; byte >= VARINT_MORE; weight *= VARINT_BASE) {
      byte = bytes[this.position++] ?? 0;
      zigzag += (byte % VARINT_BASE) * weight;
    }
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  }

  /** Bytes with their length as a varint; null where that is negative. Shares the memory. */
  varintBytes(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const at = this.#pass(length);
    return this.bytes.subarray(at, this.position);
  }

  /** Skips what `varintBytes` would return. */
  skipVarintBytes(): void {
    this.skip(Math.max(0, this.varint()));
  }

  skip(count: number): void {
    this.position += count;
  }

  #pass(count: number): number {
    const at = this.position;
    this.position += count;
    return at;
  }
}
