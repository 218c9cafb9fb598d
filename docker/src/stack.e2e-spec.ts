import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ComposeStack, expectNothingLost } from './support/compose-stack.ts';
import { docker } from './support/docker.ts';
import { firstEvent } from './support/first-event.ts';
import { eventually } from '@weather/service-runtime/testing';

const APPS = ['producer', 'consumer', 'dashboard', 'maintenance'];
const PARTITIONS = 4;
const MISDIRECTED = 421;
/** The exit code of a container that Docker had to kill. */
const KILLED = 137;

const stack = new ComposeStack('weather-e2e', { kafka: 19092, mysql: 13317, dashboard: 13319 });

beforeAll(async () => {
  await stack.remove();
  await stack.up();
});

afterAll(async () => {
  await stack.remove();
});

async function expectRestarts(count: number): Promise<void> {
  for (const app of APPS) {
    for (const { RestartCount, State } of await stack.states(app)) {
      expect([app, State.Status, RestartCount]).toEqual([app, 'running', count]);
    }
  }
}

describe('the compose stack', () => {
  it('logs sent readings and saved alerts', async () => {
    await stack.line('producer', /✅ Message Sent: /);
    await stack.line('consumer', /⚠️ Alert Saved: /);
    await expectRestarts(0);
  });

  it('shows saved alerts to root inside the container, without a password', async () => {
    const rows = await stack.query('SELECT * FROM warning_temperatures;');
    expect(rows[0]).toMatch(/^\d+\t[\w.:-]+\t[\d.]+\t\d{4}-\d\d-\d\d /);
  });

  it('writes readings with LOAD DATA', async () => {
    await stack.line('consumer', /writesWith=LOAD DATA LOCAL INFILE/);
  });

  it('does not let root log in over the network, and gives the consumer a user with minimal rights', async () => {
    const users = await stack.query(
      "SELECT user, host FROM mysql.user WHERE user NOT LIKE 'mysql.%' ORDER BY user",
    );
    expect(users).toEqual([
      'root\tlocalhost',
      'weather_consumer\t%',
      'weather_maintenance\t%',
      'weather_migrator\t%',
      'weather_notifier\t%',
      'weather_operator\t%',
      'weather_reader\t%',
    ]);
    const [, grants] = await stack.query("SHOW GRANTS FOR 'weather_consumer'@'%'");
    expect(grants).toBe('GRANT SELECT, INSERT, UPDATE, DELETE ON `weather_db`.* TO `weather_consumer`@`%`');
  });

  it('verifies itself as a read-only user', async () => {
    const printed = await stack.compose('run', '--build', '--rm', '-T', '--no-deps', 'weather', 'verify');
    expect(printed).toMatch(/^OK, no problems found$/m);
    const grants = await stack.query("SHOW GRANTS FOR 'weather_reader'@'%'");
    expect(grants.at(-1)).toBe('GRANT SELECT ON `weather_db`.* TO `weather_reader`@`%`');
  });

  it('lets only the consumer write alerts, and the operator acknowledge them', async () => {
    const listed = await stack.compose(
      'run',
      '--build',
      '--rm',
      '-T',
      '--no-deps',
      'weather',
      'alerts',
      'list',
    );
    expect(listed).toMatch(/^\d+ alerts?$/m);
    const grants = await stack.query("SHOW GRANTS FOR 'weather_operator'@'%'");
    expect(grants.slice(1)).toEqual([
      'GRANT SELECT ON `weather_db`.* TO `weather_operator`@`%`',
      'GRANT UPDATE ON `weather_db`.`alert_episode` TO `weather_operator`@`%`',
    ]);
  });

  it('runs the apps on a read-only file system, without capabilities and with bounded memory', async () => {
    for (const service of ['secrets', 'migrator', ...APPS]) {
      const [state] = await stack.states(service);
      expect(state?.HostConfig).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'] });
      expect(state?.HostConfig.Memory).toBeGreaterThan(0);
    }
  });

  it('runs the database on a read-only file system, with the capabilities that its entrypoint needs', async () => {
    const [state] = await stack.states('mysql_db');
    expect(state?.HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
    });
    expect(state?.HostConfig.CapAdd?.map((name) => name.replace('CAP_', '')).toSorted()).toEqual([
      'CHOWN',
      'DAC_OVERRIDE',
      'SETGID',
      'SETUID',
    ]);
  });

  it.each([
    ['producer', 'mysql_db', 3306],
    ['producer', 'zookeeper', 2181],
    ['consumer', 'zookeeper', 2181],
    ['maintenance', 'kafka', 29092],
    ['mysql_db', 'kafka', 29092],
  ])('does not let the %s reach %s', async (service, host, port) => {
    const reach = ['exec', '-T', service, 'bash', '-c', `exec 3<>/dev/tcp/${host}/${port}`];
    await expect(stack.compose(...reach)).rejects.toThrow(/not known|failure in name resolution/);
  });

  it('publishes Kafka and MySQL on the loopback interface only, and ZooKeeper not at all', async () => {
    const published = async (service: string): Promise<string[]> => {
      const [state] = await stack.states(service);
      return Object.values(state?.HostConfig.PortBindings ?? {}).flatMap((ports) =>
        ports.map(({ HostIp }) => HostIp),
      );
    };
    expect(await published('kafka')).toEqual(['127.0.0.1']);
    expect(await published('mysql_db')).toEqual(['127.0.0.1']);
    expect(await published('zookeeper')).toEqual([]);
  });

  it('gives the consumer no password but its own', async () => {
    const config = await stack.compose('exec', '-T', 'consumer', 'sh', '-c', 'ls /run/secrets; env');
    expect(config).toMatch(/^mysql$/m);
    const kept = await docker(['exec', stack.database, 'cat', '/run/secrets/consumer/password']);
    expect(config).not.toContain(kept.trim());
  });
});

describe('the dashboard', () => {
  it('serves its page with a strict content security policy', async () => {
    const page = await fetch(stack.page);
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
  });

  it('has new readings in its API and its live events', async () => {
    const { readings } = await firstEvent<{ readings: [string, number][] }>(
      `${stack.page}/api/v1/events`,
      'readings',
    );
    const [station, observedAt] = readings[0] ?? ['', 0];
    const range = `from=${new Date(observedAt).toISOString()}&to=${new Date(observedAt + 1).toISOString()}`;
    await eventually(async () => {
      const response = await fetch(`${stack.page}/api/v1/stations/${station}/readings?${range}`);
      expect(await response.json()).toMatchObject({
        readings: [{ observedAt: new Date(observedAt).toISOString() }],
      });
    });
  });

  it('logs in as the read-only user', async () => {
    const secrets = await stack.compose('exec', '-T', 'dashboard', 'sh', '-c', 'cat /run/secrets/*/password');
    const reader = await docker(['exec', stack.database, 'cat', '/run/secrets/reader/password']);
    expect(secrets.trim()).toBe(reader.trim());
  });

  it('is reachable from this machine only, under its own host names', async () => {
    const published = await stack.compose('port', 'dashboard', '8090');
    expect(published.trim()).toBe(new URL(stack.page).host);
    const asked = get(stack.page, { headers: { host: 'elsewhere.example' } });
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(MISDIRECTED);
  });
});

describe('an outage', () => {
  it.each(['kafka', 'mysql_db'])(
    'of %s, killed and restarted, causes no lost reading and no restart of an app',
    async (server) => {
      await stack.progress();
      const since = new Date();
      await stack.compose('kill', server);
      await stack.line(
        'consumer',
        server === 'kafka' ? /waiting for Kafka at/ : /waiting for MySQL at/,
        since,
      );
      await stack.startAlone(server);
      await stack.progress();
      await expectNothingLost(stack);
      await expectRestarts(0);
    },
  );

  it('of both servers delays the start of the apps, whatever the order in which the servers start', async () => {
    await stack.compose('stop', ...APPS);
    await stack.compose('stop', 'kafka', 'mysql_db', 'zookeeper');
    const since = new Date();
    for (const app of APPS) await stack.startAlone(app);
    await stack.line('producer', /waiting for Kafka at/, since);
    await stack.line('consumer', /waiting for MySQL at/, since);
    for (const server of ['kafka', 'mysql_db', 'zookeeper']) await stack.startAlone(server);
    await stack.progress();
    await expectNothingLost(stack);
    await expectRestarts(0);
  });
});

describe('an app that is killed', () => {
  it('is restarted by Docker once for each kill, and nothing is lost or doubled', async () => {
    for (const kills of [1, 2]) {
      await stack.progress();
      for (const app of APPS) await stack.killApp(app);
      await eventually(() => expectRestarts(kills));
    }
    await stack.progress();
    await expectNothingLost(stack);
  });
});

describe('scaling the consumer', () => {
  async function findPartitions(container: string): Promise<number[]> {
    const log = await docker(['logs', container]);
    const last = [...log.matchAll(/joined the consumer group .*partitions=\[([\d,]*)\]/g)].at(-1)?.[1] ?? '';
    return last === '' ? [] : last.split(',').map(Number);
  }

  async function expectShared(consumers: number): Promise<void> {
    await eventually(async () => {
      const containers = await stack.containers('consumer');
      expect(containers).toHaveLength(consumers);
      const shares = await Promise.all(containers.map(findPartitions));
      expect(shares.every((share) => share.length > 0)).toBe(true);
      expect(shares.flat().sort()).toEqual(Array.from({ length: PARTITIONS }, (_, partition) => partition));
    });
  }

  it('distributes the partitions, and loses and doubles nothing when scaled up and down', async () => {
    await stack.up('--no-recreate', '--scale', 'consumer=3');
    await expectShared(3);
    await stack.progress();
    await stack.up('--no-recreate', '--scale', 'consumer=1');
    await expectShared(1);
    await stack.progress();
    await expectNothingLost(stack);
  });
});

describe('shutdown', () => {
  it.each(APPS)('of the %s on docker stop is graceful, with exit code 0', async (app) => {
    await stack.progress();
    const [container = ''] = await stack.containers(app);
    await docker(['stop', container]);
    const [state] = await stack.states(app);
    expect(state?.State).toMatchObject({ Status: 'exited', ExitCode: 0 });
    await docker(['start', container]);
  });

  it.each(APPS)('of the %s on docker stop right after its start is graceful', async (app) => {
    const [container = ''] = await stack.containers(app);
    await docker(['restart', container]);
    await docker(['stop', container]);
    const [state] = await stack.states(app);
    expect(state?.State.Status).toBe('exited');
    expect(state?.State.ExitCode).not.toBe(KILLED);
    await docker(['start', container]);
  });

  it('and start keep the rows and the passwords', async () => {
    await stack.compose('stop', 'producer');
    const before = await stack.query('SELECT * FROM warning_temperatures ORDER BY id');
    await stack.compose('down');
    await stack.up();
    const after = await stack.query('SELECT * FROM warning_temperatures ORDER BY id');
    expect(after.slice(0, before.length)).toEqual(before);
    await stack.progress();
    await expectNothingLost(stack);
  });

  it('with down -v removes all containers and volumes', async () => {
    await stack.remove();
    const label = `label=com.docker.compose.project=${stack.project}`;
    expect(await docker(['ps', '--all', '--quiet', '--filter', label])).toBe('');
    expect(await docker(['volume', 'ls', '--quiet', '--filter', label])).toBe('');
  });
});
