import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { ComposeStack } from './stack/compose-stack.ts';
import { WORKSPACE } from './stack/docker.ts';
import { eventually } from '@weather/service-runtime/testing';

const EXAMPLE = join(WORKSPACE, 'examples/nyc-2013-weather');
const ROWS = 648;
const STORED = 647;
const ALERTS = 267;

const stack = new ComposeStack('weather-e2e-store', { kafka: 19094, mysql: 13319 });

beforeAll(async () => {
  await stack.remove();
  await stack.up('consumer');
  await stack.compose('build', 'producer');
});

afterAll(async () => {
  await stack.remove();
});

async function replay(): Promise<void> {
  await stack.compose(
    ...['run', '--rm', '--no-deps', '--volume', `${EXAMPLE}:/data:ro`, '--env', 'SOURCE=replay'],
    ...['--env', 'REPLAY_FILE=/data/weather.csv', '--env', 'REPLAY_MAPPING=/data/mapping.json', 'producer'],
  );
}

async function expectReplayed(times: number): Promise<void> {
  await eventually(async () => {
    expect(await stack.counts()).toEqual({
      read: times * ROWS,
      stored: STORED,
      repeated: (times - 1) * STORED,
      deadLettered: times * (ROWS - STORED),
      lost: 0,
      readings: STORED,
    });
  });
  expect(await stack.query('SELECT COUNT(*) FROM warning_temperatures')).toEqual([String(ALERTS)]);
}

describe('a replay into MySQL', () => {
  it('gives the known counts with LOAD DATA', async () => {
    await replay();
    await expectReplayed(1);
    await stack.line('consumer', /writesWith=LOAD DATA LOCAL INFILE/);
  });

  it('changes no row when it is repeated', async () => {
    await replay();
    await expectReplayed(2);
  });

  it('changes no row when it is repeated with INSERT', async () => {
    await stack.query('SET GLOBAL local_infile = 0');
    await stack.compose('restart', 'consumer');
    await stack.line('consumer', /writesWith=INSERT of many rows/);
    await replay();
    await expectReplayed(3);
  });
});

describe('the migrations', () => {
  it('go down and up again', async () => {
    await stack.compose('stop', 'consumer');
    const migrate = async (command: string): Promise<string> =>
      await stack.compose('run', '--rm', '--no-deps', 'migrator', command);
    while (!(await migrate('down')).includes('none to take back'));
    expect(await stack.query('SHOW TABLES')).toEqual(['mikro_orm_migrations']);
    await migrate('up');
    expect(await stack.query('SHOW TABLES')).toContain('reading');
  });
});
