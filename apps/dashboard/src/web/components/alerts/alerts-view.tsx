import { useEffect, useMemo } from 'preact/hooks';
import type { Alert } from '../../../contract/alerts.ts';
import { alertKey, parseFilter } from '../../lib/alerts.ts';
import { api } from '../../lib/api.ts';
import { formatCount } from '../../lib/format.ts';
import { store } from '../../lib/page.ts';
import { type Column, ErrorMessage, StationLink, Table, Timestamp } from '../ui.tsx';
import { AlertFilterForm } from './alert-filter-form.tsx';
import './alerts.css';
import { AlertsModel } from './alerts-model.ts';

/** Current and past alerts, updated live. */
export function AlertsView({ query }: { readonly query: string }) {
  const model = useMemo(() => new AlertsModel(store, parseFilter(query)), [query]);
  useEffect(() => model.start(), [model]);
  return (
    <section class="panel" aria-labelledby="alerts-heading">
      <div class="panel-head">
        <h1 id="alerts-heading">Alerts</h1>
        <a class="button" href={api.alertsCsvPath(model.filter)} download="alerts.csv">
          Download CSV
        </a>
      </div>
      <AlertFilterForm filter={model.filter} />
      <ErrorMessage text={model.error.value} />
      <Table label="Alerts" columns={COLUMNS}>
        {model.shown.value.map((alert) => (
          <AlertRow key={alertKey(alert)} alert={alert} />
        ))}
      </Table>
      <More model={model} />
    </section>
  );
}

const COLUMNS: readonly Column[] = [
  'State',
  'Station',
  'Rule',
  'Severity',
  'Started',
  'Resolved',
  { number: 'Peak' },
  { number: 'Readings' },
  'Acknowledged',
];

const SYMBOLS: Readonly<Record<Alert['state'], string>> = { pending: '△', firing: '▲', resolved: '✓' };

function AlertRow({ alert }: { readonly alert: Alert }) {
  const { state, rule, severity, startedAt, resolvedAt, peakValue, readings, acknowledgedBy } = alert;
  return (
    <tr data-state={state}>
      <td>
        <span class={`tag tag-${state}`}>
          {SYMBOLS[state]} {state}
        </span>
      </td>
      <th scope="row" class="station-cell">
        <StationLink id={alert.station} />
      </th>
      <td>{rule}</td>
      <td>{severity}</td>
      <td class="instant">
        <Timestamp at={startedAt} />
      </td>
      <td class="instant">{resolvedAt === null ? '–' : <Timestamp at={resolvedAt} />}</td>
      <td class="number">{String(peakValue).replace('-', '−')}</td>
      <td class="number">{formatCount(readings)}</td>
      <td>{acknowledgedBy ?? '–'}</td>
    </tr>
  );
}

function More({ model }: { readonly model: AlertsModel }) {
  if (model.hasOlder.value) {
    return (
      <button type="button" disabled={model.isLoading.value} onClick={() => void model.loadOlder()}>
        Show older
      </button>
    );
  }
  if (model.shown.value.length > 0) return null;
  return <p class="muted">{model.isLoading.value ? 'Loading…' : 'No alerts match these filters.'}</p>;
}
