import type { ByteReader } from './byte-reader.ts';

const FIRST_BYTES = 65_536;
/** Up to this length a loop is faster than Node's copy: most literals and repeats are that short. */
const SHORT_BYTES = 48;

/** Decompressed bytes up to a bound: memory is allocated for actual bytes, not for what a length field claims. */
export class BoundedOutput {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  constructor(private readonly maxBytes: number) {}

  get length(): number {
    return this.#length;
  }

  /** Returns the bytes so far; shares the memory. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** @throws RangeError when the input is too short, or above the bound. */
  literal(reader: ByteReader, count: number): void {
    reader.require(count);
    this.#reserve(count);
    const { bytes: input, position: start } = reader;
    const bytes = this.#bytes;
    const to = this.#length;
    if (count > SHORT_BYTES) input.copy(bytes, to, start, start + count);
    else for (let index = 0; index < count; index++) bytes[to + index] = input[start + index] as number;
    this.#length = to + count;
    reader.skip(count);
  }

  /**
   * Repeats bytes from a distance back, including those that this call itself adds.
   * @param floor the start of the bytes that may be repeated.
   * @throws RangeError when they are before the floor, or above the bound.
   */
  repeat(distance: number, count: number, floor: number): void {
    const start = this.#length - distance;
    if (distance === 0 || start < floor)
      throw new RangeError('the compressed data refers to bytes before its start');
    this.#reserve(count);
    const bytes = this.#bytes;
    const to = this.#length;
    if (count > SHORT_BYTES) repeatMany(bytes, start, to, count);
    else for (let index = 0; index < count; index++) bytes[to + index] = bytes[start + index] as number;
    this.#length = to + count;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.maxBytes)
      throw new RangeError(`the decompressed data has more than ${this.maxBytes} bytes`);
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.maxBytes, Math.max(needed, 2 * this.#bytes.length)));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Doubles the copied length in each step: a run of millions of bytes takes a few copies. */
function repeatMany(bytes: Buffer, start: number, end: number, count: number): void {
  let to = end;
  for (let rest = count; rest > 0;) {
    const chunk = Math.min(rest, to - start);
    bytes.copyWithin(to, start, start + chunk);
    to += chunk;
    rest -= chunk;
  }
}
