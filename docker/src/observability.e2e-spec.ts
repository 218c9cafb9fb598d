import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@weather/service-runtime/testing';
import { ComposeStack } from './support/compose-stack.ts';

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

/** Evaluates an expression with Prometheus' own tool and returns the lines of its output. */
async function query(expression: string): Promise<string[]> {
  const printed = await stack.compose(
    ...['exec', '-T', 'prometheus', 'promtool', 'query', 'instant', PROMETHEUS, expression],
  );
  return printed.split('\n').filter((line) => line !== '');
}

it('Prometheus scrapes every container of every app', async () => {
  await stack.up('--no-recreate', '--scale', 'consumer=2', 'prometheus', ...APPS);
  await eventually(async () => {
    const lines = await query('sum by (job) (up)');
    const found = lines.map((line) => line.replace(/^\{job="(\w+)"\} => (\d+) @.*$/, '$1 $2'));
    expect(found.toSorted()).toEqual(APPS.map((app) => `${app} ${app === 'consumer' ? 2 : 1}`));
  });
});

it('no critical alert fires while the pipeline is healthy', async () => {
  await eventually(async () => {
    expect(await query('weather_readings_stored_total > 0')).not.toEqual([]);
  });
  expect(await query('ALERTS{alertstate="firing", severity="critical"}')).toEqual([]);
});

it('the metrics report the database as down until it is back', async () => {
  await stack.compose('stop', 'mysql_db');
  await eventually(async () => {
    expect(await query('weather_service_up{job="consumer", service="mysql"} == 0')).not.toEqual([]);
  });
  await stack.startAlone('mysql_db');
  await eventually(async () => {
    expect(await query('weather_service_up{service="mysql"} == 0')).toEqual([]);
  });
});

// A web page in a browser can reach ports of this machine under any host name. Prometheus does not check it, so it has no port.
it.each([
  ['prometheus', undefined],
  ['grafana', ['127.0.0.1']],
])('%s has minimal privileges and ports', async (name, addresses) => {
  const { services } = JSON.parse(await stack.compose('config', '--format', 'json')) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  expect(Number(services[name]?.mem_limit)).toBeGreaterThan(0);
  expect(services[name]?.ports?.map(({ host_ip }) => host_ip)).toEqual(addresses);
});

it('Grafana accepts requests to localhost only', async () => {
  const { services } = JSON.parse(await stack.compose('config', '--format', 'json')) as {
    readonly services: Readonly<Record<string, Service>>;
  };
  expect(services['grafana']?.environment).toMatchObject({
    GF_SERVER_DOMAIN: 'localhost',
    GF_SERVER_ENFORCE_DOMAIN: 'true',
  });
});

it('Prometheus does not allow other origins to read metrics', async () => {
  const ask = `exec 3<>/dev/tcp/prometheus/9090; printf 'GET /api/v1/labels HTTP/1.0\r\nOrigin: http://evil.example\r\n\r\n' >&3; cat <&3`;
  const response = await stack.compose('exec', '-T', 'consumer', 'bash', '-c', ask);
  expect(response).toMatch(/200 OK/);
  expect(response.toLowerCase()).not.toContain('access-control-allow-origin');
});
