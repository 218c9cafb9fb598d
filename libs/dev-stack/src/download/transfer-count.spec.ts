import { describe, expect, it } from '@jest/globals';
import { TransferCount } from './transfer-count.ts';

const ADDRESS = 'https://example.org/a.jar';

function countOf(...lines: string[]): { files: number; megabytes: number } {
  const count = new TransferCount();
  for (const line of lines) count.add(line);
  return { files: count.files, megabytes: Number(count.megabytes.toFixed(4)) };
}

describe('TransferCount', () => {
  it('counts finished files, with and without a level before the line', () => {
    expect(
      countOf(
        `Downloaded from central: ${ADDRESS} (149 MB at 22 MB/s)`,
        `[INFO] Downloaded from central: ${ADDRESS} (500 kB at 22 MB/s)`,
        `Downloaded from mirror: ${ADDRESS} (222 B at 10 kB/s)`,
      ),
    ).toEqual({ files: 3, megabytes: 149.5002 });
  });

  it('adds the bytes in flight of several files at once', () => {
    expect(countOf('Progress (2): 250/500 kB | 1.5/6.7 MB')).toEqual({ files: 0, megabytes: 1.75 });
  });

  it('counts a finished file no longer as in flight', () => {
    expect(countOf('Progress (1): 6.7 MB    ', `Downloaded from x: ${ADDRESS} (6.7 MB at 1 MB/s)`)).toEqual({
      files: 1,
      megabytes: 6.7,
    });
  });

  it('ignores other lines', () => {
    expect(countOf(`Downloading from central: ${ADDRESS}`, '[INFO] BUILD SUCCESS', '')).toEqual({
      files: 0,
      megabytes: 0,
    });
  });
});
