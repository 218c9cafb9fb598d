import { beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '../logging/logger.ts';
import { Availability } from './availability.ts';

const WAITING = 'waiting for MySQL at h:1';
const AGAIN = 'MySQL at h:1 answers again';

let lines: string[];
let now: number;
let server: Availability;

beforeEach(() => {
  lines = [];
  now = 0;
  const logger = silentLogger();
  logger.warn = ((message: string) => lines.push(message)) as unknown as typeof logger.warn;
  logger.info = ((message: string) => lines.push(message)) as unknown as typeof logger.info;
  server = new Availability('MySQL at h:1', logger, { now: () => now });
});

describe('Availability', () => {
  it('says once that a service is away and once that it answers again', () => {
    server.down('refused');
    server.down('refused');
    expect(server.isUp).toBe(false);
    server.up();
    server.up();
    expect(server.isUp).toBe(true);
    expect(lines).toEqual([WAITING, AGAIN]);
  });

  it('says little of a service that comes and goes many times a second', () => {
    for (now = 0; now < 2_000; now += 100) {
      server.down('reset');
      expect(server.isUp).toBe(false);
      server.up();
    }
    expect(lines).toEqual([WAITING, AGAIN, WAITING, AGAIN]);
  });

  it('tells its observer of outages, attempts and returns by the short name', () => {
    const reported: string[] = [];
    const tell =
      (what: string) =>
      (service: string): number =>
        reported.push(`${what} ${service}`);
    const observer = {
      register: tell('register'),
      unreachable: tell('unreachable'),
      recovered: tell('recovered'),
      retry: tell('retry'),
    };
    const observed = new Availability('MySQL at h:1', silentLogger(), { observer, observedAs: 'mysql' });
    observed.down('refused');
    observed.down('refused');
    observed.up();
    observed.up();
    expect(reported).toEqual([
      'register mysql',
      'retry mysql',
      'unreachable mysql',
      'retry mysql',
      'recovered mysql',
    ]);
  });

  it('says that a service is away for long although it was away just before', () => {
    server.down('reset');
    server.up();
    now = 500;
    server.down('refused');
    now = 1_000;
    server.down('refused');
    expect(lines).toEqual([WAITING, AGAIN, WAITING]);
  });

  it('says another reason of the same outage once it is the only one', () => {
    server.down('refused');
    for (now = 1_000; now < 20_000; now += 1_000) server.down(now % 2_000 === 0 ? 'refused' : 'reset');
    expect(lines).toEqual([WAITING]);
    for (; now <= 40_000; now += 1_000) server.down('certificate has expired');
    expect(lines).toEqual([WAITING, 'still waiting for MySQL at h:1']);
  });
});
