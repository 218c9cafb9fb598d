import { describe, expect, it } from '@jest/globals';
import { propertiesText } from './java.ts';

describe('propertiesText', () => {
  it('writes one property per line', () => {
    expect(propertiesText({ 'broker.id': 1, listeners: 'PLAINTEXT://127.0.0.1:9092' })).toBe(
      'broker.id=1\nlisteners=PLAINTEXT://127.0.0.1:9092\n',
    );
  });

  it('escapes characters beyond ASCII by their UTF-16 units', () => {
    expect(propertiesText({ dir: '/daten/größe 🌡' })).toBe('dir=/daten/gr\\u00f6\\u00dfe \\ud83c\\udf21\n');
  });

  it('escapes backslashes, and a blank at the start', () => {
    expect(propertiesText({ dir: ' C:\\data' })).toBe('dir=\\ C:\\\\data\n');
  });
});
