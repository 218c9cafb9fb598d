import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { LocalInfile } from './local-infile.ts';

describe('LocalInfile', () => {
  it('sends what was offered under that name', async () => {
    const infile = new LocalInfile();
    const sent = await infile.offer(Buffer.from('rows'), (name) => text(infile.open(name)));
    expect(sent).toBe('rows');
  });

  it('sends what is large in pieces that every server takes', async () => {
    const infile = new LocalInfile();
    const contents = Buffer.from(Array.from({ length: 300_000 }, (_, row) => `row ${row}`).join('\n'));
    const pieces: Buffer[] = [];
    await infile.offer(contents, async (name) => {
      for await (const piece of infile.open(name)) pieces.push(piece as Buffer);
    });
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(262_144);
    expect(Buffer.concat(pieces).equals(contents)).toBe(true);
  });

  it('gives a name to each offer', async () => {
    const infile = new LocalInfile();
    const names = await Promise.all(
      [1, 2].map(() => infile.offer(Buffer.of(), (name) => Promise.resolve(name))),
    );
    expect(new Set(names).size).toBe(2);
  });

  it.each(['/etc/passwd', 'memory-1', 'memory-0'])(
    'rejects "%s", which the server was not offered',
    async (name) => {
      const infile = new LocalInfile();
      await infile.offer(Buffer.from('rows'), () => Promise.resolve());
      await expect(text(infile.open(name))).rejects.toThrow(`asked for "${name}", which was not offered`);
    },
  );
});
