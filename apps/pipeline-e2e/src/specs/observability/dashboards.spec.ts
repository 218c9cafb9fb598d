import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readText } from '../../support/observability/alert-rules.ts';
import { dashboards, type DataSource, type Panel } from '../../support/observability/dashboards.ts';

const COLUMNS = 24;
const LANGUAGES: Readonly<Record<string, 'expr' | 'rawSql'>> = { prometheus: 'expr', mysql: 'rawSql' };

function provisionedSources(): DataSource[] {
  const text = readText('docker/grafana/provisioning/datasources/weather.yaml');
  const { datasources } = parse(text) as { readonly datasources: readonly DataSource[] };
  return datasources.map(({ type, uid }) => ({ type, uid }));
}

/** Lists the cells of the grid that a panel covers. */
function cells({ gridPos: { h, w, x, y } }: Panel): string[] {
  return Array.from({ length: h * w }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`);
}

function expectDifferent(values: readonly unknown[]): void {
  expect(values).toEqual([...new Set(values)]);
}

it('Grafana has two dashboards with different uids', () => {
  expect(dashboards().map(({ title }) => title)).toEqual(['Pipeline', 'Weather']);
  expectDifferent(dashboards().map(({ uid }) => uid));
});

it('Grafana reads the password of the database user from a file', () => {
  const text = readText('docker/grafana/provisioning/datasources/weather.yaml');
  expect(text.match(/password: .*/g)).toEqual(['password: $__file{/run/secrets/mysql/password}']);
});

describe.each(dashboards())('the dashboard $title', ({ panels, templating, annotations }) => {
  it('has panels with unique ids and titles, and descriptions', () => {
    expectDifferent(panels.map(({ id }) => id));
    expectDifferent(panels.map(({ title }) => title));
    for (const { description } of panels) expect(description).toMatch(/\.$/);
  });

  it('has no overlapping panels', () => {
    expectDifferent(panels.flatMap(cells));
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(COLUMNS);
  });

  it('queries provisioned data sources only, each in its own language', () => {
    const lists = [...(templating?.list ?? []), ...(annotations?.list ?? [])];
    for (const { datasource } of [...panels, ...lists])
      expect(provisionedSources()).toContainEqual(datasource);
    for (const { datasource, targets } of panels) {
      const language = LANGUAGES[datasource.type] ?? '';
      expect(targets.length).toBeGreaterThan(0);
      for (const target of targets) expect(target).toHaveProperty(language, expect.stringMatching(/./));
    }
  });
});
