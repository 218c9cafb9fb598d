import { describe, expect, it } from '@jest/globals';
import { runOptions } from './database-options.ts';

describe('runOptions', () => {
  const options = runOptions(13307, 256, '/data/run/accounts.sql');

  it('writes and syncs every commit', () => {
    expect(options).toContain('--innodb-flush-log-at-trx-commit=1');
    expect(options).toContain('--innodb-doublewrite=ON');
  });

  it('lets in this machine only', () => {
    expect(options).toContain('--bind-address=127.0.0.1');
    expect(options).toContain('--port=13307');
  });

  it('takes strict values, UTC times and local files', () => {
    expect(options.find((option) => option.startsWith('--sql-mode='))).toContain('STRICT_TRANS_TABLES');
    expect(options).toEqual(expect.arrayContaining(['--default-time-zone=+00:00', '--local-infile=1']));
  });
});
