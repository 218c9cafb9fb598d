const VARINT_BASE = 128;
const VARINT_MORE = 0x80;
const INT16_BYTES = 2;
const INT32_BYTES = 4;
const INT64_BYTES = 8;
const BYTE_RANGE = 256;
const UINT32_RANGE = 2 ** 32;
const TOO_SHORT = 'the compressed data ends too early';

/**
 * Reads binary types of Kafka and its codecs, one after the other. Numbers beyond the end throw a RangeError, except varints;
 * of other values the caller ensures that enough bytes are left.
 */
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

  uint8(): number {
    const byte = this.bytes[this.position++];
    if (byte === undefined) throw new RangeError(TOO_SHORT);
    return byte;
  }

  uint16LE(): number {
    return this.uint8() + BYTE_RANGE * this.uint8();
  }

  /** An unsigned number in some bytes, the lowest first. */
  uintLE(byteCount: number): number {
    return this.bytes.readUIntLE(this.#pass(byteCount), byteCount);
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

  /** An unsigned number in as few bytes as it needs; exact up to 2^53. */
  uvarint(): number {
    const { bytes } = this;
    let byte = bytes[this.position++] ?? 0;
    let value = byte % VARINT_BASE;
    for (let weight = VARINT_BASE; byte >= VARINT_MORE; weight *= VARINT_BASE) {
      byte = bytes[this.position++] ?? 0;
      value += (byte % VARINT_BASE) * weight;
    }
    return value;
  }

  /** A signed number in as few bytes as it needs; exact up to 2^53. */
  varint(): number {
    const zigzag = this.uvarint();
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

  /** @throws RangeError when fewer bytes are left. */
  require(count: number): void {
    if (count > this.rest) throw new RangeError(TOO_SHORT);
  }

  /**
   * Returns a reader of the next bytes, which this one skips. Shares the memory.
   * @throws RangeError when fewer bytes are left.
   */
  slice(count: number): ByteReader {
    this.require(count);
    const at = this.#pass(count);
    return new ByteReader(this.bytes.subarray(at, this.position));
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
