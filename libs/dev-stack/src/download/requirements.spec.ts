import { describe, expect, it } from '@jest/globals';
import { isAtLeast, javaVersion, mavenVersion } from './requirements.ts';

describe('javaVersion', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', [17, 0, 15]],
    ['openjdk version "21" 2023-09-19', [21]],
    ['java version "1.8.0_402"', [8, 0]],
    ['openjdk version "24-ea" 2025-03-18', [24]],
  ])('reads %j', (output, version) => {
    expect(javaVersion(output)).toEqual(version);
  });

  it('finds no version in other output', () => {
    expect(javaVersion('The operation could not be completed')).toBeUndefined();
  });
});

describe('mavenVersion', () => {
  it('reads the version between colour codes', () => {
    expect(mavenVersion('\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr')).toEqual([3, 8, 7]);
  });
});

describe('isAtLeast', () => {
  it.each([
    [[17], [17], true],
    [[16, 0, 2], [17], false],
    [[3, 6, 3], [3, 6, 3], true],
    [[3, 6], [3, 6, 3], false],
    [[4, 0, 0], [3, 6, 3], true],
  ])('%j against %j: %j', (version, least, verdict) => {
    expect(isAtLeast(version, least)).toBe(verdict);
  });
});
