import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { AppProcess } from '../../support/stack/app-process.ts';
import { NYC_EXAMPLE } from '../../support/stack/workspace.ts';

const REPLAY = [
  '--source',
  'replay',
  '--file',
  join(NYC_EXAMPLE, 'weather.csv'),
  '--mapping',
  join(NYC_EXAMPLE, 'mapping.json'),
];
const FREE_PORTS = ['--kafka-port', '0', '--zookeeper-port', '0', '--mysql-port', '0'];
const READINGS_OF_EXAMPLE = 648;
const ALERTS_OF_EXAMPLE = 267;
const run = promisify(execFile);

let folder: string;
let launchers: AppProcess[];

/** Runs the built `npm start` in the folder of the test. */
function launch(...args: string[]): AppProcess {
  const launcher = new AppProcess('launcher', ['--data', folder, ...FREE_PORTS, ...args], {
    HEALTH_PORT: '0',
    DASHBOARD_PORT: '0',
  });
  launchers.push(launcher);
  return launcher;
}

/** Runs `npm run sql` on the running pipeline and returns the rows without their header. */
async function sql(statement: string): Promise<string[]> {
  const client = new AppProcess('launcher', ['sql', '--data', folder, statement], {});
  await client.exitedWith(0);
  return client.lines.slice(1);
}

/** Processes that have the folder of the test in their command line: servers, reapers and launchers. */
async function processes(): Promise<{ pid: number; command: string }[]> {
  const { stdout } = await run('ps', ['-eo', 'pid=,args=']);
  return stdout
    .split('\n')
    .filter((line) => line.includes(folder))
    .map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }));
}

async function expectNothingLeft(): Promise<void> {
  await eventually(async () => expect(await processes()).toEqual([]));
}

async function count(table: string): Promise<number> {
  return Number((await sql(`SELECT COUNT(*) FROM ${table}`))[0]);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weather-launcher-é '));
  launchers = [];
});

afterEach(async () => {
  await Promise.all(launchers.map((launcher) => launcher.kill()));
  await expectNothingLeft();
  await rm(folder, { recursive: true, force: true });
});

describe('npm start', () => {
  it('logs readings and exceedances that are in the topic and in the tables', async () => {
    const pipeline = launch();
    await pipeline.line(/✅ Message Sent: /);
    const alert = await pipeline.line(/⚠️ Alert Saved: /);
    const [, station = '', temperature = '', at = ''] = /Saved: (\S+) (\S+) °C at (\S+)/.exec(alert) ?? [];
    const timestamp = at.replace('T', ' ').replace('Z', '');
    expect(
      await sql(
        `SELECT temperature FROM warning_temperatures WHERE sensor_id = '${station}' AND timestamp = '${timestamp}'`,
      ),
    ).toEqual([temperature]);

    const topic = ['topic', 'weather_data', '--data', folder, '--from-beginning'];
    const records = new AppProcess('launcher', topic, {});
    const sent = await records.line(new RegExp(`"stationId":"${station}".*"observedAt":"${at}"`));
    expect(JSON.parse(sent.slice(sent.indexOf('{')))).toMatchObject({
      stationId: station,
      temperature: Number(temperature),
    });
    await records.stop();

    const verification = new AppProcess('launcher', ['weather', 'verify', '--data', folder], {});
    await verification.exitedWith(0);
    expect(verification.lines.at(-1)).toBe('OK, no problems found');

    const which = ['--station', station, '--rule', 'no-such-rule', '--by', 'Eve'];
    const operator = new AppProcess(
      'launcher',
      ['weather', 'alerts', 'acknowledge', ...which, '--data', folder],
      {},
    );
    await operator.exitedWith(1);
    expect(operator.output).toMatch(/^no open alert for no-such-rule at /);
    expect(pipeline.output).not.toMatch(/ error /);
  });

  it('logs the address of the dashboard', async () => {
    const pipeline = launch();
    const line = await pipeline.line(/ launcher {2}Dashboard ready: http:/);
    const address = line.slice(line.indexOf('http:'));
    const answer = await fetch(`${address}/api/v1/settings`);
    expect(await answer.json()).toMatchObject({ alertThresholdCelsius: 30 });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'stops everything on %s, and continues with its data at the next start',
    async (signal) => {
      const first = launch(...REPLAY, '--speed', 'max');
      await first.line(/Alert Saved/);
      await eventually(async () => expect(await count('reading')).toBe(READINGS_OF_EXAMPLE));
      first.signal(signal);
      await first.exitedWith(0);
      expect(await processes()).toEqual([]);

      const second = launch(...REPLAY, '--speed', 'max');
      await second.line(/replay .*ended|ended/);
      await eventually(async () =>
        expect(await sql('SELECT SUM(read_count) FROM consumer_offset')).toEqual(['1296']),
      );
      expect(await count('reading')).toBe(READINGS_OF_EXAMPLE);
      expect(await count('warning_temperatures')).toBe(ALERTS_OF_EXAMPLE);
    },
  );

  it('leaves no process when the launcher is killed, and neither loses nor duplicates a row', async () => {
    const first = launch(...REPLAY, '--speed', '86400');
    await first.line(/Message Sent/);
    await first.kill();
    await expectNothingLeft();

    const second = launch(...REPLAY, '--speed', 'max');
    await eventually(async () => expect(await count('reading')).toBe(READINGS_OF_EXAMPLE));
    expect(await count('warning_temperatures')).toBe(ALERTS_OF_EXAMPLE);
    const balance =
      'SELECT SUM(read_count) - SUM(stored_count + duplicate_count + correction_count + dead_lettered_count), SUM(stored_count), SUM(expired_count)';
    expect(await sql(`${balance} FROM consumer_offset`)).toEqual([`0\t${READINGS_OF_EXAMPLE}\t0`]);
    await second.stop();
    await second.exitedWith(0);
  });

  it('stops orphaned servers of a launcher that was killed with all its reapers', async () => {
    const first = launch('--servers-only');
    await first.line(/Kafka ready at/);
    await first.line(/(MariaDB|database) ready at/);
    const reapers = (await processes()).filter(({ command }) => command.includes('reaper'));
    for (const { pid } of reapers) process.kill(pid, 'SIGKILL');
    await first.kill();
    const left = await processes();
    expect(left.length).toBeGreaterThan(0);

    const second = launch('--servers-only');
    await second.line(/Kafka ready at/);
    const pids = new Set((await processes()).map(({ pid }) => pid));
    expect(left.filter(({ pid }) => pids.has(pid))).toEqual([]);
    await second.stop();
    await second.exitedWith(0);
  });

  it('stops when a replay is stored, with --exit-when-done', async () => {
    const pipeline = launch(...REPLAY, '--speed', 'max', '--exit-when-done');
    await pipeline.exitedWith(0);
    expect(pipeline.output).not.toMatch(/dead letter/);
    await expectNothingLeft();
    const servers = launch('--servers-only');
    await servers.line(/(MariaDB|database) ready at/);
    await servers.line(/Kafka ready at/);
    await eventually(async () => expect(await count('warning_temperatures')).toBe(ALERTS_OF_EXAMPLE));
  });

  it('starts with empty tables with --fresh', async () => {
    const first = launch(...REPLAY, '--speed', 'max', '--exit-when-done');
    await first.exitedWith(0);
    const second = launch('--fresh', '--servers-only');
    await second.line(/(MariaDB|database) ready at/);
    await eventually(async () => {
      expect(
        await sql("SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'weather_db'"),
      ).toEqual(['0']);
    });
  });

  it('rejects a data folder that another launcher uses', async () => {
    const first = launch('--servers-only');
    await first.line(/(MariaDB|database) ready at/);
    const second = launch('--servers-only');
    await second.exitedWith(2);
    expect(second.output).toMatch(/in use by process \d+/);
    expect(first.hasExited).toBe(false);
  });

  it('names the settings of all ports in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const args = ['--data', folder, ...FREE_PORTS, '--kafka-port', String(port)];
    const pipeline = new AppProcess('launcher', args, { DASHBOARD_PORT: String(port) });
    await pipeline.exitedWith(2);
    server.close();
    expect(pipeline.output).toMatch(
      new RegExp(`DEV_STACK_KAFKA_PORT: port ${port} of 127.0.0.1 is already in use`),
    );
    expect(pipeline.output).toMatch(
      new RegExp(`DASHBOARD_PORT: port ${port} of 127.0.0.1 is already in use`),
    );
  });

  it('names the invalid settings of all apps before it starts anything', async () => {
    const environment = {
      ALERT_THRESHOLD_CELSIUS: 'hot',
      SIMULATION_SEED: 'x',
      LEGACY_TIME_ZONE: 'Mars',
    };
    const pipeline = new AppProcess('launcher', ['--data', folder, ...FREE_PORTS], environment);
    await pipeline.exitedWith(2);
    expect(pipeline.lines.sort()).toEqual([
      '  ALERT_THRESHOLD_CELSIUS="hot" is invalid; expected a number from -100 to 100',
      '  LEGACY_TIME_ZONE="Mars" is invalid; expected the name of a time zone, such as UTC or Europe/Paris',
      '  SIMULATION_SEED="x" is invalid; expected an integer from 0 to 4294967295',
      'Invalid configuration:',
    ]);
  });

  it('names an unknown option', async () => {
    const pipeline = launch('--sauce', 'simulator');
    await pipeline.exitedWith(2);
    expect(pipeline.output).toMatch(/--sauce/);
  });
});
