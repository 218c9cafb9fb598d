import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseEntries, unpackJar } from './unpack-jar.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unpack-'));
});

afterAll(() => rm(folder, { recursive: true }));

function header(signature: number, length: number, fields: Record<number, number>): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32LE(signature, 0);
  for (const [at, value] of Object.entries(fields)) bytes.writeUInt32LE(value, Number(at));
  return bytes;
}

/** A zip archive of deflated files; a name that ends in `/` is a folder. */
function zipOf(files: Readonly<Record<string, string>>): { archive: Buffer; directory: Buffer } {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const content = deflateRawSync(text);
    const offset = Buffer.concat(parts).length;
    parts.push(header(0x04034b50, 30, { 26: name.length }), Buffer.from(name), content);
    entries.push(
      header(0x02014b50, 46, { 10: 8, 20: content.length, 28: name.length, 42: offset }),
      Buffer.from(name),
    );
  }
  const directory = Buffer.concat(entries);
  const end = header(0x06054b50, 22, { 12: directory.length, 16: Buffer.concat(parts).length });
  return { archive: Buffer.concat([...parts, directory, end]), directory };
}

async function jarOf(files: Readonly<Record<string, string>>): Promise<string> {
  const jar = join(folder, 'a.jar');
  await writeFile(jar, zipOf(files).archive);
  return jar;
}

describe('unpackJar', () => {
  it('unpacks the wanted files under their new paths, programs executable', async () => {
    const jar = await jarOf({
      'x/': '',
      'x/bin/mariadbd': 'program',
      'x/share/a.sql': 'SELECT 1;',
      'y/no': '',
    });
    await unpackJar(jar, folder, (name) => (name.startsWith('x/') ? name.slice(2) : undefined));
    expect(await readFile(join(folder, 'bin/mariadbd'), 'utf8')).toBe('program');
    expect((await stat(join(folder, 'bin/mariadbd'))).mode & 0o111).toBe(0o111);
    expect(await readFile(join(folder, 'share/a.sql'), 'utf8')).toBe('SELECT 1;');
    await expect(stat(join(folder, 'y/no'))).rejects.toThrow('ENOENT');
  });

  it('rejects a path that leads out of the folder', async () => {
    const jar = await jarOf({ '../evil': 'x' });
    await expect(unpackJar(jar, folder, (name) => name)).rejects.toThrow(
      'a path that leads out of the folder: ../evil',
    );
  });

  it('rejects a file that is not an archive', async () => {
    const jar = join(folder, 'b.jar');
    await writeFile(jar, 'half a download');
    await expect(unpackJar(jar, folder, (name) => name)).rejects.toThrow('not a zip archive');
  });
});

describe('parseEntries', () => {
  it('lists names, sizes and offsets', () => {
    const { directory } = zipOf({ first: 'one', second: 'two' });
    expect(parseEntries(directory).map(({ name, deflated }) => [name, deflated])).toEqual([
      ['first', true],
      ['second', true],
    ]);
  });
});
