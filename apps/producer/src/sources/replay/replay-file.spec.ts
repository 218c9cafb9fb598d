import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReplayFile } from './replay-file.ts';

const SIZE = 600_000;

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'replay-file-'));
});
afterAll(() => rm(directory, { recursive: true }));

/** Text that packs to about half its size, so that the chunks of both sides are many. */
function text(): Buffer {
  let content = '';
  for (let index = 0; content.length < SIZE; index++) {
    content += createHash('sha1').update(String(index)).digest('hex');
  }
  return Buffer.from(content);
}

async function open(content: Buffer): Promise<ReplayFile> {
  const path = join(directory, 'weather.csv');
  await writeFile(path, content);
  return ReplayFile.open(path);
}

/** Takes its time over each chunk, as Kafka may. */
async function drainSlowly(file: ReplayFile, taken: Buffer[]): Promise<void> {
  for await (const chunk of file.chunks()) {
    taken.push(chunk);
    await delay(3);
  }
}

describe('ReplayFile', () => {
  it('yields every byte that can be unpacked from a truncated gzip, even to a slow reader', async () => {
    const packed = gzipSync(text());
    const cut = packed.subarray(0, Math.floor(packed.length * 0.9));
    const taken: Buffer[] = [];
    await expect(drainSlowly(await open(cut), taken)).rejects.toThrow('weather.csv is cut off');
    const readable = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
    expect(readable.length).toBeGreaterThan(SIZE / 2);
    expect(Buffer.concat(taken).equals(readable)).toBe(true);
  });

  it('reports the share of the file that was read, compressed or not', async () => {
    for (const content of [text(), gzipSync(text())]) {
      const file = await open(content);
      expect(file.fractionRead).toBe(0);
      await drainSlowly(file, []);
      expect(file.fractionRead).toBe(1);
    }
  });

  it('yields the same bytes each time', async () => {
    const file = await open(gzipSync(text()));
    const [once, twice]: [Buffer[], Buffer[]] = [[], []];
    await drainSlowly(file, once);
    await drainSlowly(file, twice);
    expect(Buffer.concat(twice).equals(Buffer.concat(once))).toBe(true);
  });
});
