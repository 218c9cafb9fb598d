import { describe, expect, it } from '@jest/globals';
import { namedMysqld, optionValue } from './mysqld.ts';

describe('optionValue', () => {
  const help = 'autocommit                   TRUE\nbasedir                      /usr/\nbasedirs  /no\n';

  it('finds the value of an option', () => {
    expect(optionValue(help, 'basedir')).toBe('/usr/');
  });

  it('knows no value of an option that is not there', () => {
    expect(optionValue(help, 'datadir')).toBeUndefined();
  });
});

describe('namedMysqld', () => {
  it('names the setting when there is no such program', async () => {
    await expect(namedMysqld('no-such-mysqld', '/nowhere')).rejects.toThrow(
      'DEV_STACK_MYSQLD: "no-such-mysqld" cannot be used: there is no such program',
    );
  });
});
