import { isUtf8 } from 'node:buffer';
import { ReplayFileError } from './replay-file.ts';

const BYTE_ORDER_MARK = '\ufeff';
const BYTE_ORDER_MARKS_OF_UTF16 = [Buffer.from('fffe', 'hex'), Buffer.from('feff', 'hex')];
const LINE_FEED = '\n';
const CARRIAGE_RETURN = '\r';
const NUL = 0;
const NO_BYTES = Buffer.alloc(0);
const HOW_TO_CONVERT = 'convert it, for example with iconv -f WINDOWS-1252 -t UTF-8';

/** Far longer than any row; a longer line means binary content. */
export const MAX_LINE_BYTES = 1_000_000;

/**
 * Yields the lines of UTF-8 bytes without their ends (LF or CRLF) and without a byte order mark. The bytes after the last line
 * end are a line at the end of the file; after an error they are an incomplete line, which is dropped.
 * @throws ReplayFileError for binary content, and at the first line that is not UTF-8: before any line if it is in the first
 * chunk, otherwise after those above it.
 */
export async function* textLines(chunks: AsyncIterable<Buffer>, fileName: string): AsyncGenerator<string[]> {
  const lines = new Utf8Lines(fileName);
  for await (const chunk of chunks) yield* lines.take(chunk);
  yield* lines.end();
}

class Utf8Lines {
  #rest: Buffer = NO_BYTES;
  #lineCount = 0;

  constructor(private readonly fileName: string) {}

  *take(chunk: Buffer): Generator<string[]> {
    const isFirst = this.#lineCount === 0;
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (isFirst) this.#rejectUtf16(bytes);
    if (chunk.includes(NUL))
      throw new ReplayFileError(`${this.fileName} is binary; expected a CSV file, gzip or plain`);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    this.#rest = bytes.subarray(end);
    if (this.#rest.length > MAX_LINE_BYTES)
      throw new ReplayFileError(`${this.fileName} has a line of more than ${MAX_LINE_BYTES} bytes`);
    if (end > 0) yield* this.#decoded(bytes.subarray(0, end), isFirst);
  }

  *end(): Generator<string[]> {
    if (this.#rest.length > 0) yield* this.#decoded(this.#rest, this.#lineCount === 0);
  }

  *#decoded(bytes: Buffer, isFirst: boolean): Generator<string[]> {
    const valid = isUtf8(bytes) ? bytes : validUtf8Lines(bytes);
    const isBroken = valid.length < bytes.length;
    const lines = splitLines(valid.toString());
    const brokenLine = this.#lineCount + lines.length + 1;
    if (isFirst && lines[0]?.startsWith(BYTE_ORDER_MARK)) lines[0] = lines[0].slice(BYTE_ORDER_MARK.length);
    this.#lineCount += lines.length;
    if (lines.length > 0 && !(isFirst && isBroken)) yield lines;
    if (isBroken)
      throw new ReplayFileError(`${this.fileName} is not UTF-8 (line ${brokenLine}): ${HOW_TO_CONVERT}`);
  }

  #rejectUtf16(bytes: Buffer): void {
    if (BYTE_ORDER_MARKS_OF_UTF16.some((mark) => bytes.subarray(0, mark.length).equals(mark)))
      throw new ReplayFileError(`${this.fileName} is UTF-16; expected UTF-8: ${HOW_TO_CONVERT}`);
  }
}

/** Returns the lines before the first one that is not UTF-8. */
function validUtf8Lines(bytes: Buffer): Buffer {
  let end = 0;
  for (;;) {
    const next = bytes.indexOf(LINE_FEED, end) + 1;
    if (next === 0 || !isUtf8(bytes.subarray(end, next))) return bytes.subarray(0, end);
    end = next;
  }
}

function splitLines(text: string): string[] {
  const lines = text.split(LINE_FEED);
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) =>
    line.endsWith(CARRIAGE_RETURN) ? line.slice(0, -CARRIAGE_RETURN.length) : line,
  );
}
