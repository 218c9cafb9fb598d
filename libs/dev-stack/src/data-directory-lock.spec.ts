import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataDirectory } from './data-directory.ts';
import { lockDataDirectory, findOwner } from './data-directory-lock.ts';

let data: DataDirectory;

beforeEach(async () => {
  data = new DataDirectory(await mkdtemp(join(tmpdir(), 'owner-')));
  await data.prepare();
});

afterEach(() => rm(data.path, { recursive: true }));

describe('lockDataDirectory', () => {
  it('admits a second owner only after the first has released the folder', async () => {
    const giveUp = await lockDataDirectory(data);
    await expect(lockDataDirectory(data)).rejects.toThrow(`is in use by process ${process.pid}`);
    await giveUp();
    await expect(lockDataDirectory(data)).resolves.toBeInstanceOf(Function);
  });

  it('admits at most one of many at once', async () => {
    const attempts = await Promise.allSettled([1, 2, 3, 4].map(() => lockDataDirectory(data)));
    const winners = attempts.filter(({ status }) => status === 'fulfilled');
    expect(winners.length).toBeLessThanOrEqual(1);
  });

  it('takes over from a dead process, even when its id is reused', async () => {
    const stale = { pid: process.pid, startedAt: 'before the last boot' };
    await writeFile(join(data.folder('run'), 'owner-1-aa.json'), JSON.stringify(stale));
    await lockDataDirectory(data);
    expect((await findOwner(data))?.pid).toBe(process.pid);
    expect(await readdir(data.folder('run'))).not.toContain('owner-1-aa.json');
  });
});
