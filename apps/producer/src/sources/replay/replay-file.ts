import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable, TransformOptions } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, type Gunzip, type ZlibOptions } from 'node:zlib';
import { formatError } from '@weather/service-runtime';

/** A file that cannot be replayed to its end; the message starts with its name and gives the reason. */
export class ReplayFileError extends Error {
  override readonly name = 'ReplayFileError';
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const CHUNK_BYTES = 65_536;

/** A file of plain or gzip-compressed text, recognized by its content and not by its name. */
export class ReplayFile {
  #stream: { readonly bytesRead: number } | undefined;

  private constructor(
    private readonly path: string,
    readonly name: string,
    private readonly size: number,
  ) {}

  /** @throws ReplayFileError when it is not a regular, readable file with content. */
  static async open(path: string): Promise<ReplayFile> {
    const name = basename(path);
    const stats = await stat(path).catch((error: unknown) => {
      throw new ReplayFileError(`${name} cannot be read: ${formatError(error)}`);
    });
    if (stats.isDirectory()) throw new ReplayFileError(`${name} is a directory`);
    if (!stats.isFile()) throw new ReplayFileError(`${name} is not a regular file`);
    if (stats.size === 0) throw new ReplayFileError(`${name} is empty`);
    return new ReplayFile(path, name, stats.size);
  }

  /** The share of the file that has been read, from 0 to 1. */
  get fractionRead(): number {
    return Math.min(1, (this.#stream?.bytesRead ?? 0) / this.size);
  }

  /**
   * Yields the unpacked bytes from the start of the file.
   * @throws ReplayFileError after all that could be unpacked, when the file is damaged or truncated.
   */
  async *chunks(): AsyncGenerator<Buffer> {
    try {
      yield* this.#chunks(await isGzip(this.path));
    } catch (error) {
      throw new ReplayFileError(`${this.name} ${explain(error)}`, { cause: error });
    }
  }

  async *#chunks(isGzip: boolean): AsyncGenerator<Buffer> {
    const file = createReadStream(this.path, { highWaterMark: CHUNK_BYTES });
    this.#stream = file;
    try {
      for await (const chunk of isGzip ? unpack(file) : file) yield chunk as Buffer;
    } finally {
      file.destroy();
    }
  }
}

async function isGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(Buffer.alloc(GZIP_MAGIC.length), 0, GZIP_MAGIC.length, 0);
    return buffer.equals(GZIP_MAGIC);
  } finally {
    await handle.close();
  }
}

/** An error drops the buffer of a stream, so this one buffers at most one chunk: the next is unpacked once it was read. */
const UNPACKING: ZlibOptions & TransformOptions = { chunkSize: CHUNK_BYTES, readableHighWaterMark: 1 };

function unpack(file: Readable): Readable {
  const gunzip = createGunzip(UNPACKING);
  void feed(file, gunzip);
  return gunzip;
}

/**
 * Works like a pipe, but ends gunzip only after the last bytes are unpacked: if it ends with them, gunzip reports truncated
 * data before it yields their content.
 */
async function feed(file: Readable, gunzip: Gunzip): Promise<void> {
  const write = promisify((chunk: unknown, done: (error?: Error | null) => void) =>
    gunzip.write(chunk, done),
  );
  try {
    for await (const chunk of file) await write(chunk);
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
}

function explain(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'Z_BUF_ERROR') return 'is cut off: its gzip data has no end; replay a whole copy of it';
  if (code === 'Z_DATA_ERROR')
    return `is damaged: its gzip data has an ${formatError(error)}; replay a sound copy of it`;
  return `cannot be read: ${formatError(error)}`;
}
