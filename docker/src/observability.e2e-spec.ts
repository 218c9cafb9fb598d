import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { ComposeStack } from './stack/compose-stack.ts';

const APPS = ['consumer', 'dashboard', 'maintenance', 'notifier', 'producer'];
const FILES = ['docker/compose.yaml', 'docker/compose.observability.yaml'];
const PROMETHEUS = 'http://127.0.0.1:9090';
const stack = new ComposeStack(
  'weather-e2e-observability',
  { kafka: 19094, mysql: 13319, dashboard: 18092 },
  FILES,
);

interface Service {
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly mem_limit?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly host_ip?: string }[];
}

beforeAll(async () => {
  await stack.remove();
  await stack.up('prometheus', ...APPS);
});

afterAll(async () => {
  await stack.remove();
});

/** The lines that Prometheus' own tool prints for an expression. */
async function query(expression: string): Promise<string[]> {
  const printed = await stack.compose(
    ...['exec', '-T', 'prometheus', 'promtool', 'query', 'instant', PROMETHEUS, expression],
  );
  return printed.split('\n').filter((line) => line !== '');
}

it('scrapes every app, each container for itself', async () => {
  await stack.up('--no-recreate', '--scale', 'consumer=2', 'prometheus', ...APPS);
  await eventually(async () => {
    const lines = await query('sum by (job) (up)');
    const found = lines.map((line) => line.replace(/^\{job="(\w+)"\} => (\d+) @.*$/, '$1 $2'));
    expect(found.toSorted()).toEqual(APPS.map((app) => `${app} ${app === 'consumer' ? 2 : 1}`));
  });
});

it('has no alert that fires while all is well', async () => {
  await eventually(async () => {
    expect(await query('weather_readings_stored_total > 0')).not.toEqual([]);
  });
  expect(await query('ALERTS{alertstate="firing", severity="critical"}')).toEqual([]);
});

it('says that the database is away, and is quiet again when it is back', async () => {
  await stack.compose('stop', 'mysql_db');
  await eventually(async () => {
    expect(await query('weather_service_up{job="consumer", service="mysql"} == 0')).not.toEqual([]);
  });
  await stack.startAlone('mysql_db');
  await eventually(async () => {
    expect(await query('weather_service_up{service="mysql"} == 0')).toEqual([]);
  });
});

// A browser's page may read what answers on this machine to any host name; Prometheus checks none, so it has no port there.
it.each([
  ['prometheus', undefined],
  ['grafana', ['127.0.0.1']],
])('gives %s no more than it needs', async (name, addresses) => {
  const { services } = JSON.parse(await stack.compose('config', '--format', 'json')) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  expect(Number(services[name]?.mem_limit)).toBeGreaterThan(0);
  expect(services[name]?.ports?.map(({ host_ip }) => host_ip)).toEqual(addresses);
});

it('lets Grafana answer to the name localhost alone', async () => {
  const { services } = JSON.parse(await stack.compose('config', '--format', 'json')) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  expect(services['grafana']?.environment).toMatchObject({
    GF_SERVER_DOMAIN: 'localhost',
    GF_SERVER_ENFORCE_DOMAIN: 'true',
  });
});

it('lets no page of another origin read the metrics', async () => {
  const ask = `exec 3<>/dev/tcp/prometheus/9090; printf 'GET /api/v1/labels HTTP/1.0\r\nOrigin: http://evil.example\r\n\r\n' >&3; cat <&3`;
  const answer = await stack.compose('exec', '-T', 'consumer', 'bash', '-c', ask);
  expect(answer).toMatch(/200 OK/);
  expect(answer.toLowerCase()).not.toContain('access-control-allow-origin');
});
