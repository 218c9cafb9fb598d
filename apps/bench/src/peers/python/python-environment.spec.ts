import { describe, expect, it } from '@jest/globals';
import { folderOf, reasonFor } from './python-environment.ts';

describe('folderOf', () => {
  it('gives other packages another folder', () => {
    expect(folderOf('a==1\n')).toMatch(/^python-[0-9a-f]{12}$/);
    expect(folderOf('a==1\n')).not.toBe(folderOf('a==2\n'));
  });
});

describe('reasonFor', () => {
  it('says that Python is missing', () => {
    expect(reasonFor('python3', Object.assign(new Error('spawn'), { code: 'ENOENT' }))).toBe(
      'there is no python3 on the PATH',
    );
  });

  it('says what a step said last', () => {
    const error = Object.assign(new Error('failed'), {
      code: 1,
      stdout: 'The virtual environment was not created successfully\n',
      stderr: 'WARNING: a warning\nERROR: no matching distribution\n',
    });
    expect(reasonFor('pip', error)).toBe('pip ended with 1: ERROR: no matching distribution');
  });
});
