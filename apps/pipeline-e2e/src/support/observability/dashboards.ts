import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKSPACE } from '../stack/workspace.ts';

const FOLDER = join(WORKSPACE, 'docker/grafana/dashboards');

/** Where a panel gets its data: the type and uid of a provisioned data source. */
export interface DataSource {
  readonly type: string;
  readonly uid: string;
}

/** One query of a panel: PromQL or SQL. */
interface Target {
  readonly refId: string;
  readonly expr?: string;
  readonly rawSql?: string;
  readonly format?: string;
}

/** A panel of a dashboard, positioned in a grid of 24 columns. */
export interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly datasource: DataSource;
  readonly targets: readonly Target[];
}

/** The parts of a Grafana dashboard that the tests use. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating?: {
    readonly list: readonly {
      readonly name: string;
      readonly query: string;
      readonly datasource: DataSource;
    }[];
  };
  readonly annotations?: {
    readonly list: readonly {
      readonly name: string;
      readonly target: Target;
      readonly datasource: DataSource;
    }[];
  };
}

/** A query and its purpose. */
export interface NamedQuery {
  readonly name: string;
  readonly query: string;
  /** `time_series` or `table`, for SQL. */
  readonly format?: string;
}

/** The dashboards that Grafana is provisioned with. */
export function dashboards(): Dashboard[] {
  return readdirSync(FOLDER).map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Dashboard);
}

/** Every PromQL expression of the dashboards. */
export function promQueries(): NamedQuery[] {
  return panelTargets().flatMap(({ name, target: { expr } }) =>
    expr === undefined ? [] : [{ name, query: expr }],
  );
}

/** Every SQL statement of the dashboards: of panels, of variables and of annotations. */
export function sqlQueries(): NamedQuery[] {
  const annotations = dashboards().flatMap(({ annotations: { list } = { list: [] } }) => list);
  const variables = dashboards().flatMap(({ templating }) => templating?.list ?? []);
  return [
    ...[...panelTargets(), ...annotations].flatMap(({ name, target: { rawSql, format } }) =>
      rawSql === undefined ? [] : [{ name, query: rawSql, ...(format !== undefined && { format }) }],
    ),
    ...variables.map(({ name, query }) => ({ name: `variable ${name}`, query })),
  ];
}

function panelTargets(): { readonly name: string; readonly target: Target }[] {
  return dashboards().flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      panel.targets.map((target) => ({ name: `${title}: ${panel.title} (${target.refId})`, target })),
    ),
  );
}
