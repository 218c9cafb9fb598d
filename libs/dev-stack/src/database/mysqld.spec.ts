import { describe, expect, it } from '@jest/globals';
import { locateInstalledMysqld, optionValue } from './mysqld.ts';

describe('optionValue', () => {
  const help = 'autocommit                   TRUE\nbasedir                      /usr/\nbasedirs  /no\n';

  it('finds the value of an option', () => {
    expect(optionValue(help, 'basedir')).toBe('/usr/');
  });

  it('has no value for a missing option', () => {
    expect(optionValue(help, 'datadir')).toBeUndefined();
  });
});

describe('locateInstalledMysqld', () => {
  it('names the setting when there is no such program', async () => {
    await expect(locateInstalledMysqld('no-such-mysqld', '/nowhere')).rejects.toThrow(
      'DEV_STACK_MYSQLD: "no-such-mysqld" cannot be used: there is no such program',
    );
  });
});
