import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

/** A file in a zip archive, as its central directory lists it. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly compressedSize: number;
  readonly headerOffset: number;
}

const END_SIGNATURE = 0x06054b50;
const END_LENGTH = 22;
const MAX_COMMENT_LENGTH = 65_535;
const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_HEADER_LENGTH = 46;
const LOCAL_HEADER_LENGTH = 30;
const METHOD_DEFLATED = 8;
const EXECUTABLE = 0o755;

/**
 * Unpacks the files of a jar for which `target` returns a path relative to the folder; neither a JDK nor unzip is needed.
 * @throws Error when the jar is not a zip archive or a path leads out of the folder.
 */
export async function unpackJar(
  jar: string,
  folder: string,
  target: (name: string) => string | undefined,
): Promise<void> {
  const file = await open(jar);
  try {
    for (const entry of await readEntries(file)) {
      const path = entry.name.endsWith('/') ? undefined : target(entry.name);
      if (path === undefined) continue;
      if (path.split('/').includes('..'))
        throw new Error(`${jar} contains a path that leads out of the folder: ${path}`);
      await unpackEntry(jar, file, entry, join(folder, path));
    }
  } finally {
    await file.close();
  }
}

/** Parses the central directory of a zip archive. */
export function parseEntries(directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + ENTRY_HEADER_LENGTH <= directory.length && directory.readUInt32LE(at) === ENTRY_SIGNATURE) {
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
    entries.push({
      name: directory.toString('utf8', at + ENTRY_HEADER_LENGTH, at + ENTRY_HEADER_LENGTH + nameLength),
      deflated: directory.readUInt16LE(at + 10) === METHOD_DEFLATED,
      compressedSize: directory.readUInt32LE(at + 20),
      headerOffset: directory.readUInt32LE(at + 42),
    });
    at += ENTRY_HEADER_LENGTH + nameLength + extraLength;
  }
  return entries;
}

async function readEntries(file: FileHandle): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_LENGTH - MAX_COMMENT_LENGTH), size);
  for (let at = tail.length - END_LENGTH; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    const length = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    return parseEntries(await readAt(file, offset, offset + length));
  }
  throw new Error('not a zip archive: its directory is missing');
}

async function unpackEntry(jar: string, file: FileHandle, entry: ZipEntry, path: string): Promise<void> {
  const { headerOffset, compressedSize, deflated } = entry;
  const header = await readAt(file, headerOffset, headerOffset + LOCAL_HEADER_LENGTH);
  const start = headerOffset + LOCAL_HEADER_LENGTH + header.readUInt16LE(26) + header.readUInt16LE(28);
  await mkdir(dirname(path), { recursive: true });
  const output = createWriteStream(path);
  if (compressedSize === 0) {
    await pipeline([], output);
    return;
  }
  const input = createReadStream(jar, { start, end: start + compressedSize - 1 });
  await (deflated ? pipeline(input, createInflateRaw(), output) : pipeline(input, output));
  if (dirname(path).endsWith('bin')) await chmod(path, EXECUTABLE);
}

async function readAt(file: FileHandle, start: number, end: number): Promise<Buffer> {
  const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
  return buffer;
}
