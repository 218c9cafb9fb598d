import { describe, expect, it } from '@jest/globals';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import { FailedLogins } from './login.ts';

function failing(times: number, logins: FailedLogins, address = 'a'): void {
  for (let time = 0; time < times; time += 1) logins.add(address);
}

describe('FailedLogins', () => {
  it('blocks only an address that has failed twenty times', () => {
    const logins = new FailedLogins();
    failing(19, logins);
    expect(logins.isBlocked('a')).toBe(false);
    failing(1, logins);
    expect([logins.isBlocked('a'), logins.isBlocked('b')]).toEqual([true, false]);
  });

  it('forgets a minute after the first failure', () => {
    let now = 0;
    const logins = new FailedLogins(() => now);
    failing(10, logins);
    now = MS_PER_MINUTE - 1;
    failing(10, logins);
    expect(logins.isBlocked('a')).toBe(true);
    now = MS_PER_MINUTE;
    expect(logins.isBlocked('a')).toBe(false);
  });

  it('remembers the most recent addresses up to its limit', () => {
    const logins = new FailedLogins();
    failing(20, logins, 'first');
    for (let address = 0; address < 10_001; address += 1) logins.add(String(address));
    failing(20, logins, 'last');
    expect([logins.isBlocked('first'), logins.isBlocked('last')]).toEqual([false, true]);
  });
});
