import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '@weather/dev-stack';
import { eventually } from '@weather/service-runtime/testing';
import type { AppProcess } from '../../support/stack/app-process.ts';
import { TestStack } from '../../support/stack/test-stack.ts';
import { readAlertRules } from '../../support/observability/alert-rules.ts';
import { promQueries } from '../../support/observability/dashboards.ts';
import { PrometheusServer, type ScrapeTarget } from '../../support/observability/prometheus-server.ts';

const APPS = ['producer', 'consumer', 'notifier', 'maintenance', 'dashboard'] as const;
const USERS_OF_MYSQL = ['consumer', 'dashboard', 'maintenance', 'notifier'];
const READINGS = { SIMULATION_STATIONS: '10', SIMULATION_INTERVAL_MS: '500' };
/** The value of Grafana's `$__rate_interval`. */
const RATE_INTERVAL = '1m';

type App = (typeof APPS)[number];

let stack: TestStack;
let folder: string;
let prometheus: PrometheusServer;
const apps = new Map<App, AppProcess>();
const targets: ScrapeTarget[] = [];

beforeAll(async () => {
  stack = await TestStack.start();
  await stack.migrate('up');
  for (const job of APPS) {
    const port = await freePort();
    targets.push({ job, port });
    start(job, port);
  }
  folder = await mkdtemp(join(tmpdir(), 'weather-prometheus-'));
  prometheus = await PrometheusServer.start(folder, targets);
});

afterAll(async () => {
  await prometheus.stop();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

function start(job: App, port: number): void {
  const settings = { HEALTH_PORT: String(port), ...(job === 'producer' && READINGS) };
  apps.set(job, stack.app(job, settings));
}

/** Lists the values of a label of the firing alerts with a name. */
async function firing(alert: string, label: string): Promise<string[]> {
  const alerts = await prometheus.firing(alert);
  return alerts.map(({ labels }) => labels[label] ?? '').toSorted();
}

describe('a live run', () => {
  it('has every target up', async () => {
    await eventually(async () => {
      const states = await prometheus.targets();
      expect(states.map(({ labels }) => labels['job']).toSorted()).toEqual(APPS.toSorted());
      for (const { labels, health, lastError } of states)
        expect([labels['job'], health, lastError]).toEqual([labels['job'], 'up', '']);
    });
  });

  it('evaluates every rule', async () => {
    await eventually(async () => {
      const states = await prometheus.rules();
      expect(states).toHaveLength(readAlertRules().length);
      for (const { name, health, lastError } of states)
        expect([name, health, lastError]).toEqual([name, 'ok', undefined]);
    });
  });

  it('evaluates the queries of every panel', async () => {
    for (const { query } of promQueries())
      await prometheus.query(query.replaceAll('$__rate_interval', RATE_INTERVAL));
  });

  it('has metrics of the readings', async () => {
    await eventually(async () => {
      for (const expression of [
        'weather_readings_acknowledged_total > 0',
        'weather_readings_stored_total > 0',
        'histogram_quantile(0.99, weather_end_to_end_latency_seconds_bucket) > 0',
        'time() - weather_newest_reading_timestamp_seconds < 60',
      ])
        expect([expression, await prometheus.query(expression)]).not.toEqual([expression, []]);
    });
  });
});

describe('an alert', () => {
  it('fires for each app while the database is down, and is resolved when it is back', async () => {
    expect(await prometheus.firing('PipelineServerUnreachable')).toEqual([]);
    await stack.servers.database.stop();
    await eventually(async () => {
      expect(await firing('PipelineServerUnreachable', 'job')).toEqual(USERS_OF_MYSQL);
    });
    expect(new Set(await firing('PipelineServerUnreachable', 'service'))).toEqual(new Set(['mysql']));
    await stack.servers.database.start();
    await eventually(async () => {
      expect(await prometheus.firing('PipelineServerUnreachable')).toEqual([]);
    });
  });

  it('fires for dead letters, with their topic and reason', async () => {
    await stack.publish('weather_data', [{ key: 'roof', value: Buffer.from('no JSON') }]);
    await eventually(async () => {
      expect(await firing('PipelineDeadLetters', 'stage')).toEqual(['decode']);
    });
    expect(await firing('PipelineDeadLetters', 'reason')).toEqual(['not-json']);
  });

  it('fires while an app is down, and is resolved when it runs again', async () => {
    await apps.get('maintenance')?.kill();
    await eventually(async () => {
      expect(await firing('PipelineAppDown', 'job')).toEqual(['maintenance']);
    });
    const port = targets.find(({ job }) => job === 'maintenance')?.port ?? 0;
    start('maintenance', port);
    await eventually(async () => {
      expect(await prometheus.firing('PipelineAppDown')).toEqual([]);
    });
  });
});
