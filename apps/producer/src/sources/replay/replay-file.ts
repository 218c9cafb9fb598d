import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Readable, TransformOptions } from 'node:stream';
import { promisify } from 'node:util';
import { createGunzip, type Gunzip, type ZlibOptions } from 'node:zlib';
import { formatError } from '@weather/service-runtime';

/** A file cannot be replayed, or not to its end; the message starts with its name and gives the reason. */
export class ReplayFileError extends Error {
  override readonly name = 'ReplayFileError';
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);
const CHUNK_BYTES = 65_536;

/** The bytes of a file, unpacked if they start as gzip does, whatever the file is called. */
export class ReplayFile {
  #stream: { readonly bytesRead: number } | undefined;

  private constructor(
    private readonly path: string,
    readonly name: string,
    private readonly size: number,
  ) {}

  /** @throws ReplayFileError when there is no file, or none that has content. */
  static async open(path: string): Promise<ReplayFile> {
    const name = basename(path);
    const stats = await stat(path).catch((error: unknown) => {
      throw new ReplayFileError(`${name} cannot be read: ${formatError(error)}`);
    });
    if (stats.isDirectory()) throw new ReplayFileError(`${name} is a directory`);
    if (!stats.isFile()) throw new ReplayFileError(`${name} is no regular file`);
    if (stats.size === 0) throw new ReplayFileError(`${name} is empty`);
    return new ReplayFile(path, name, stats.size);
  }

  /** How much of the file has been read, from 0 to 1. */
  get fractionRead(): number {
    return Math.min(1, (this.#stream?.bytesRead ?? 0) / this.size);
  }

  /**
   * The unpacked bytes, from the start of the file.
   * @throws ReplayFileError after all that could be unpacked, when the file is damaged or cut off.
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

/**
 * An error drops what a stream holds ready, so this one holds one chunk at most: the next is unpacked when it has been
 * taken.
 */
const UNPACKING: ZlibOptions & TransformOptions = { chunkSize: CHUNK_BYTES, readableHighWaterMark: 1 };

function unpack(file: Readable): Readable {
  const gunzip = createGunzip(UNPACKING);
  void feed(file, gunzip);
  return gunzip;
}

/**
 * As a pipe would, but says that the end has come only after the last bytes are unpacked: told with them, gunzip finds
 * that its data is cut off before it gives out what they held.
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
