import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { parseTestRules } from '@weather/weather-rules/testing';
import { AlertRepository } from '@weather/weather-store';
import { MS_PER_MINUTE } from '@weather/weather-schema';
import { expectStored, makePartitionKey, openSink } from '../../support/stack/reading-sinks.ts';
import { useConsumerDatabase } from '../../support/stack/use-stack.ts';
import { weather } from '../../support/stack/weather-command.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const NOT_DONE = 1;
const MISUSE = 2;
const EWR = ['--station', 'EWR', '--rule', 'heat'];

const RULES = parseTestRules(`
rules:
  - { name: heat, quantity: temperature, above: 30, severity: critical }
  - { name: long-heat, quantity: temperature, above: 28, for: 1h }
`);

const tables = useConsumerDatabase();

beforeAll(async () => {
  await store('EWR', [
    [0, 31],
    [5, 29],
  ]);
  await store('EWR', [
    [10, 32],
    [11, 33.25],
  ]);
  await store('JFK', [[20, 29]]);
});

/** Stores readings of a station, each the minutes after noon and the temperature, as a consumer that has just started. */
async function store(
  stationId: string,
  readings: readonly (readonly [minute: number, temperature: number])[],
): Promise<void> {
  const sink = await openSink({ database: tables.database, rules: RULES });
  await expectStored(
    sink,
    makePartitionKey(stationId),
    readings.map(([minute, temperature]) => ({
      stationId,
      observedAt: NOON + minute * MS_PER_MINUTE,
      temperature,
    })),
  );
}

interface Listed {
  readonly stationId: string;
  readonly rule: string;
  readonly state: string;
  readonly startedAt: string;
  readonly readingCount: number;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
}

async function list(...args: string[]): Promise<Listed[]> {
  const app = await weather(tables.stack, 'alerts', 'list', '--json', ...args);
  await app.exitedWith(0);
  return app.lines.map((line) => JSON.parse(line) as Listed);
}

async function waitingForLocks(): Promise<number> {
  const waiting = await tables.stack.query(
    "SELECT trx_id FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'",
  );
  return waiting.length;
}

/** Lists alerts in short, such as `heat at EWR from 12:10`. */
async function named(...args: string[]): Promise<string[]> {
  return (await list(...args)).map(
    ({ rule, stationId, startedAt }) => `${rule} at ${stationId} from ${startedAt.slice(11, 16)}`,
  );
}

describe('weather alerts list', () => {
  it('shows all alerts, newest first', async () => {
    const app = await weather(tables.stack, 'alerts', 'list');
    await app.exitedWith(0);
    expect(app.lines).toEqual([
      '2026-07-01T12:20:00.000Z  long-heat at JFK  warning  pending',
      '  peak          29 at 2026-07-01T12:20:00.000Z, 1 reading',
      '  acknowledged  no',
      '',
      '2026-07-01T12:10:00.000Z  heat at EWR  critical  firing since 2026-07-01T12:10:00.000Z',
      '  peak          33.25 at 2026-07-01T12:11:00.000Z, 2 readings',
      '  acknowledged  no',
      '',
      '2026-07-01T12:00:00.000Z  long-heat at EWR  warning  pending',
      '  peak          33.25 at 2026-07-01T12:11:00.000Z, 4 readings',
      '  acknowledged  no',
      '',
      '2026-07-01T12:00:00.000Z  heat at EWR  critical  resolved at 2026-07-01T12:05:00.000Z',
      '  peak          31 at 2026-07-01T12:00:00.000Z, 1 reading',
      '  acknowledged  no',
      '',
      '4 alerts',
    ]);
  });

  it('shows the alerts that match the filters', async () => {
    expect(await named('--state', 'firing')).toEqual(['heat at EWR from 12:10']);
    expect(await named('--state', 'resolved')).toEqual(['heat at EWR from 12:00']);
    expect(await named('--rule', 'long-heat')).toEqual([
      'long-heat at JFK from 12:20',
      'long-heat at EWR from 12:00',
    ]);
    expect(await named('--station', 'JFK')).toEqual(['long-heat at JFK from 12:20']);
    expect(await named('--station', 'ewr')).toEqual([]);
    expect(await named('--since', '2026-07-01T12:10:00Z', '--rule', 'heat')).toEqual([
      'heat at EWR from 12:10',
    ]);
  });

  it('reports that there are more alerts than the limit', async () => {
    const app = await weather(tables.stack, 'alerts', 'list', '--limit', '1');
    expect(app.lines.at(-1)).toBe('1 alert, and there are more: see --limit');
  });
});

describe('weather alerts acknowledge', () => {
  it('stores who and when, for the open alert only', async () => {
    const before = Date.now();
    const app = await weather(tables.stack, 'alerts', 'acknowledge', ...EWR, '--by', 'Eve Müller');
    await app.exitedWith(0);
    expect(app.lines).toEqual([
      'Eve Müller has acknowledged heat at EWR, firing, started at 2026-07-01T12:10:00.000Z',
    ]);
    const [open, over] = await list(...EWR);
    expect(open?.acknowledgedBy).toBe('Eve Müller');
    const at = Date.parse(String(open?.acknowledgedAt));
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
    expect(over).toMatchObject({ acknowledgedBy: null, acknowledgedAt: null });
    expect(await named('--unacknowledged', '--station', 'EWR')).toEqual([
      'long-heat at EWR from 12:00',
      'heat at EWR from 12:00',
    ]);
  });

  it('keeps the first acknowledgement', async () => {
    const before = await list(...EWR);
    const app = await weather(tables.stack, 'alerts', 'acknowledge', ...EWR, '--by', 'Bob');
    await app.exitedWith(0);
    expect(app.output).toMatch(/^already acknowledged by Eve Müller at .*Z: heat at EWR, firing, /);
    expect(await list(...EWR)).toEqual(before);
  });

  it('stays while the alert continues, when its start turns out to be earlier, and when it is resolved', async () => {
    await store('EWR', [[12, 34]]);
    const [grown] = await list(...EWR);
    expect(grown).toMatchObject({ state: 'firing', readingCount: 3, acknowledgedBy: 'Eve Müller' });
    await store('EWR', [[9, 31]]);
    const [earlier] = await list(...EWR);
    expect(earlier).toMatchObject({
      startedAt: '2026-07-01T12:09:00.000Z',
      readingCount: 4,
      acknowledgedBy: 'Eve Müller',
      acknowledgedAt: grown?.acknowledgedAt,
    });
    await store('EWR', [[20, 30]]);
    const [over] = await list(...EWR);
    expect(over).toMatchObject({ state: 'resolved', acknowledgedBy: 'Eve Müller' });
  });

  it('applies to one alert: the next one is not acknowledged', async () => {
    await store('EWR', [[30, 31.5]]);
    const [next] = await list(...EWR, '--state', 'firing');
    expect(next).toMatchObject({ startedAt: '2026-07-01T12:30:00.000Z', acknowledgedBy: null });
  });

  it('applies to the alert that started at a time, open or not', async () => {
    const noon = ['--started-at', '2026-07-01T12:00:00Z', '--by', 'Bob'];
    const app = await weather(tables.stack, 'alerts', 'acknowledge', ...EWR, ...noon);
    await app.exitedWith(0);
    expect(app.output).toMatch(/^Bob has acknowledged heat at EWR, resolved, started at .*T12:00:00.000Z$/);
    expect((await list(...EWR)).map(({ acknowledgedBy }) => acknowledgedBy)).toEqual([
      null,
      'Eve Müller',
      'Bob',
    ]);
  });

  it.each([
    [['--station', 'JFK', '--rule', 'heat'], /^no open alert for heat at JFK/],
    [['--station', 'nowhere', '--rule', 'heat'], /^no open alert for heat at nowhere/],
    [[...EWR, '--started-at', '2026-07-01T12:01:00Z'], /^no alert for heat at EWR that started at/],
  ])('reports that there is none for %j', async (args, message) => {
    const app = await weather(tables.stack, 'alerts', 'acknowledge', ...args, '--by', 'Eve');
    expect(app.output).toMatch(message);
    expect(await app.exited).toBe(NOT_DONE);
  });

  it('has one winner if several people do it at once', async () => {
    const names = ['Eve', 'Bob', 'Ada'];
    const operator = await tables.stack.connect('operator');
    const repository = new AlertRepository(operator);
    const target = { stationId: 'JFK', rule: 'long-heat', startedAt: undefined };
    const consumer = tables.database.fork();
    await consumer.begin();
    await consumer.execute('SELECT * FROM alert_episode FOR UPDATE');
    const acknowledging = Promise.all(names.map((by) => repository.acknowledge(target, { by, at: NOON })));
    await eventually(async () => expect(await waitingForLocks()).toBe(names.length));
    await consumer.commit();
    const results = await acknowledging;
    expect(results.map(({ kind }) => kind).sort()).toEqual(['acknowledged', 'already', 'already']);
    const first = names[results.findIndex(({ kind }) => kind === 'acknowledged')];
    expect(await list('--station', 'JFK')).toMatchObject([{ acknowledgedBy: first }]);
  });

  it('names the setting that is missing or rejected', async () => {
    const args = ['alerts', 'acknowledge', ...EWR, '--by', 'Eve'];
    const missing = tables.stack.app('cli', { MYSQL_OPERATOR_PASSWORD_FILE: '' }, args);
    await missing.exitedWith(MISUSE);
    expect(missing.output).toMatch(/MYSQL_OPERATOR_PASSWORD \(or MYSQL_OPERATOR_PASSWORD_FILE\) must be set/);
    const rejected = { MYSQL_OPERATOR_PASSWORD_FILE: '', MYSQL_OPERATOR_PASSWORD: 'wrong' };
    const app = tables.stack.app('cli', rejected, args);
    await app.exitedWith(MISUSE);
    expect(app.output).toMatch(
      /MYSQL_OPERATOR_PASSWORD: .* rejects the login .*MYSQL_OPERATOR_USER="weather_operator"/,
    );
  });

  it('is denied to the read-only user', async () => {
    const { user, passwordFile } = tables.stack.servers.mysql.users.reader;
    const app = tables.stack.app(
      'cli',
      { MYSQL_OPERATOR_USER: user, MYSQL_OPERATOR_PASSWORD_FILE: passwordFile },
      ['alerts', 'acknowledge', ...EWR, '--by', 'Eve'],
    );
    await app.exitedWith(MISUSE);
    expect(app.output).toMatch(/denied to user 'weather_reader'/);
  });
});

describe('the operator', () => {
  it('may change rows of alert_episode and nothing else', async () => {
    const operator = await tables.stack.connect('operator');
    await operator.execute('UPDATE alert_episode SET acknowledged_by = acknowledged_by');
    for (const statement of [
      'UPDATE reading SET temperature = 0',
      'DELETE FROM alert_episode',
      'INSERT INTO alert_episode SELECT * FROM alert_episode',
      'DROP TABLE alert_episode',
      'CREATE TABLE IF NOT EXISTS alert_episode (id INT)',
    ])
      await expect(operator.execute(statement)).rejects.toThrow(/denied/);
  });
});

describe('an operator with rights on the two columns only', () => {
  it('can acknowledge', async () => {
    const { user } = tables.stack.servers.mysql.users.operator;
    const who = `'${user}'@'127.0.0.1'`;
    const table = `${tables.stack.servers.mysql.database}.alert_episode`;
    await tables.stack.query(`REVOKE UPDATE ON ${table} FROM ${who}`);
    await tables.stack.query(`GRANT UPDATE (acknowledged_by, acknowledged_at) ON ${table} TO ${who}`);
    const app = await weather(tables.stack, 'alerts', 'acknowledge', ...EWR, '--by', 'Ada');
    await app.exitedWith(0);
    expect(app.output).toMatch(/^Ada has acknowledged heat at EWR, firing, /);
    const operator = await tables.stack.connect('operator');
    await expect(operator.execute('UPDATE alert_episode SET peak_value = 0')).rejects.toThrow(/denied/);
  });
});

describe('weather alerts', () => {
  it.each([
    [['alerts'], /usage: weather alerts list\|acknowledge/],
    [['alerts', 'list', '--state', 'over'], /--state "over" is invalid; expected pending, firing, resolved/],
    [['alerts', 'acknowledge', '--by', 'Eve'], /needs --station ID, --rule NAME and --by WHO/],
  ])('rejects %j', async (args, message) => {
    const app = await weather(tables.stack, ...args);
    expect(app.output).toMatch(message);
    expect(await app.exited).toBe(MISUSE);
  });
});
