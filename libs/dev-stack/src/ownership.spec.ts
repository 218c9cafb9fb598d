import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataDirectory } from './data-directory.ts';
import { ownDataDirectory, ownerOf } from './ownership.ts';

let data: DataDirectory;

beforeEach(async () => {
  data = new DataDirectory(await mkdtemp(join(tmpdir(), 'owner-')));
  await data.prepare();
});

afterEach(() => rm(data.path, { recursive: true }));

describe('ownDataDirectory', () => {
  it('lets a second one in only when the first has given up', async () => {
    const giveUp = await ownDataDirectory(data);
    await expect(ownDataDirectory(data)).rejects.toThrow(`is in use by process ${process.pid}`);
    await giveUp();
    await expect(ownDataDirectory(data)).resolves.toBeInstanceOf(Function);
  });

  it('lets at most one of many in at once', async () => {
    const attempts = await Promise.allSettled([1, 2, 3, 4].map(() => ownDataDirectory(data)));
    const winners = attempts.filter(({ status }) => status === 'fulfilled');
    expect(winners.length).toBeLessThanOrEqual(1);
  });

  it('takes over from a dead process, even when its id is in use again', async () => {
    const stale = { pid: process.pid, startedAt: 'before the last boot' };
    await writeFile(join(data.of('run'), 'owner-1-aa.json'), JSON.stringify(stale));
    await ownDataDirectory(data);
    expect((await ownerOf(data))?.pid).toBe(process.pid);
    expect(await readdir(data.of('run'))).not.toContain('owner-1-aa.json');
  });
});
