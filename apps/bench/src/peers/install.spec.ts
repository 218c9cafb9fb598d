import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeFailure, installOnce, reasonNotInstallable, type InstallStep } from './install.ts';

describe('describeFailure', () => {
  it('reports a missing program', () => {
    expect(describeFailure('python3', Object.assign(new Error('spawn'), { code: 'ENOENT' }))).toBe(
      'there is no python3 on the PATH',
    );
  });

  it('reports the last line of the output', () => {
    const error = Object.assign(new Error('failed'), {
      code: 1,
      stdout: 'The virtual environment was not created successfully\n',
      stderr: 'WARNING: a warning\nERROR: no matching distribution\n',
    });
    expect(describeFailure('pip', error)).toBe('pip exited with 1: ERROR: no matching distribution');
  });

  it('prefers a line with a reason, and ignores where the log is', () => {
    const stderr = [
      '[error] install request failed, reason: getaddrinfo ENOTFOUND example.org',
      '[error] not ok',
      'npm error A complete log of this run can be found in: a.log',
    ].join('\n');
    expect(describeFailure('npm', Object.assign(new Error('failed'), { code: 1, stderr }))).toBe(
      'npm exited with 1: install request failed, reason: getaddrinfo ENOTFOUND example.org',
    );
  });
});

describe('installOnce', () => {
  let folder: string;
  const progress: string[] = [];
  const context = {
    signal: new AbortController().signal,
    progress: (text: string): void => void progress.push(text),
  };
  const node = (source: string): InstallStep => ({ program: process.execPath, args: ['-e', source] });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'install-'));
    progress.splice(0);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('runs its steps once', async () => {
    await installOnce(folder, 'something', [node('')], context);
    await installOnce(folder, 'something', [node('process.exit(1)')], context);
    expect(progress).toEqual(['installing something (first run only)']);
  });

  it('repeats a failed installation, and returns the reason', async () => {
    const failing = [node("console.error('no network'); process.exit(3)")];
    const install = (): Promise<void> => installOnce(folder, 'something', failing, context);
    expect(await reasonNotInstallable(install)).toMatch(/exited with 3: no network$/);
    expect(await reasonNotInstallable(install)).toMatch(/exited with 3: no network$/);
  });
});
