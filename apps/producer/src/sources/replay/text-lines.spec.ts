import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MAX_LINE_BYTES, textLines } from './text-lines.ts';

async function* inChunks(bytes: Buffer, size: number, failure?: Error): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.subarray(start, start + size));
  }
  if (failure) throw failure;
}

async function splitLines(chunks: AsyncIterable<Buffer>, lines: string[] = []): Promise<string[]> {
  for await (const some of textLines(chunks, 'a.csv')) lines.push(...some);
  return lines;
}

describe('textLines', () => {
  it.each([1, 2, 3, 7, 1000])('splits LF and CRLF lines that come in chunks of %i bytes', async (size) => {
    const bytes = Buffer.from('\ufeffété,°C\r\n\nlast');
    expect(await splitLines(inChunks(bytes, size))).toEqual(['été,°C', '', 'last']);
  });

  it('yields no empty line after the last line end', async () => {
    expect(await splitLines(inChunks(Buffer.from('a\nb\n'), 10))).toEqual(['a', 'b']);
    expect(await splitLines(inChunks(Buffer.from(''), 10))).toEqual([]);
  });

  it('yields every complete line and not the incomplete one when the bytes end with an error', async () => {
    const lines: string[] = [];
    const chunks = inChunks(Buffer.from('one\ntwo\nthr'), 4, new Error('torn'));
    await expect(splitLines(chunks, lines)).rejects.toThrow('torn');
    expect(lines).toEqual(['one', 'two']);
  });

  it('rejects binary content and endless lines, naming the file', async () => {
    await expect(splitLines(inChunks(Buffer.from([80, 75, 3, 4, 0, 0]), 10))).rejects.toThrow(
      'a.csv is binary; expected a CSV file, gzip or plain',
    );
    const endless = Buffer.alloc(MAX_LINE_BYTES + 1, 'x');
    await expect(splitLines(inChunks(endless, 65_536))).rejects.toThrow('a.csv has a line of more than');
  });

  it('ends at the first line that is not UTF-8, after the chunks before it', async () => {
    const bytes = Buffer.from('one\ntwo\nZürich\nfour\n', 'latin1');
    const lines: string[] = [];
    await expect(splitLines(inChunks(bytes, 100), lines)).rejects.toThrow(
      'a.csv is not UTF-8 (line 3): convert it',
    );
    expect(lines).toEqual([]);
    await expect(splitLines(inChunks(bytes, 5), lines)).rejects.toThrow('a.csv is not UTF-8 (line 3)');
    expect(lines).toEqual(['one', 'two']);
    const cut = Buffer.from('é').subarray(0, 1);
    await expect(splitLines(inChunks(Buffer.concat([Buffer.from('a\nb'), cut]), 2))).rejects.toThrow(
      '(line 2)',
    );
  });

  it('yields any lines, however they are split into chunks', async () => {
    const lines = fc.array(
      fc.string({ unit: 'grapheme' }).map((text) => text.replace(/[\0\r\n\ufeff]/g, '')),
    );
    await fc.assert(
      fc.asyncProperty(lines, fc.integer({ min: 1, max: 9 }), async (some, size) => {
        const bytes = Buffer.from(some.map((line) => `${line}\n`).join(''));
        expect(await splitLines(inChunks(bytes, size))).toEqual(some);
      }),
    );
  });
});
