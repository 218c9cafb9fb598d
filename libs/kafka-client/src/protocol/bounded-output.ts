const FIRST_BYTES = 65_536;
/** Up to so many bytes a loop is faster than a call of Node's: most of what is copied is that short. */
const FEW_BYTES = 48;

/** Bytes that are decompressed, up to a bound: memory is taken for what is there, not for what a length field promises. */
export class BoundedOutput {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #length = 0;

  constructor(private readonly maxBytes: number) {}

  get length(): number {
    return this.#length;
  }

  /** What is there so far; shares the memory. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** @throws RangeError when the input ends before, or when there are too many bytes. */
  literal(input: Buffer, start: number, count: number): void {
    if (start + count > input.length) throw new RangeError('the compressed data end too early');
    this.#reserve(count);
    const bytes = this.#bytes;
    const to = this.#length;
    if (count > FEW_BYTES) input.copy(bytes, to, start, start + count);
    else for (let index = 0; index < count; index++) bytes[to + index] = input[start + index] as number;
    this.#length = to + count;
  }

  /**
   * Repeats bytes that came so far before, also those that this call itself adds.
   * @param floor where the bytes begin that may be repeated.
   * @throws RangeError when they lie before the floor, or when there are too many bytes.
   */
  repeat(distance: number, count: number, floor: number): void {
    const start = this.#length - distance;
    if (distance === 0 || start < floor) throw new RangeError('the compressed data point before their start');
    this.#reserve(count);
    const bytes = this.#bytes;
    const to = this.#length;
    if (count > FEW_BYTES) repeatMany(bytes, start, to, count);
    else for (let index = 0; index < count; index++) bytes[to + index] = bytes[start + index] as number;
    this.#length = to + count;
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed > this.maxBytes) throw new RangeError(`they are more than ${this.maxBytes} bytes`);
    if (needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.min(this.maxBytes, Math.max(needed, 2 * this.#bytes.length)));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}

/** Twice as many at each turn: a run of millions of one byte is a few copies. */
function repeatMany(bytes: Buffer, start: number, end: number, count: number): void {
  let to = end;
  for (let rest = count; rest > 0;) {
    const chunk = Math.min(rest, to - start);
    bytes.copyWithin(to, start, start + chunk);
    to += chunk;
    rest -= chunk;
  }
}
