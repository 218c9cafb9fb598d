import { describe, expect, it } from '@jest/globals';
import { environmentFolder } from './python-environment.ts';

describe('environmentFolder', () => {
  it('depends on the packages', () => {
    expect(environmentFolder('a==1\n')).toMatch(/^python-[0-9a-f]{12}$/);
    expect(environmentFolder('a==1\n')).not.toBe(environmentFolder('a==2\n'));
  });
});
