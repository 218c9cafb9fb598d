import { useEffect, useMemo } from 'preact/hooks';
import { api } from '../../lib/api.ts';
import { usePage } from '../../lib/page.ts';
import { parseFilter, alertKey } from '../../lib/alerts.ts';
import { AlertFilterForm } from './alert-filter-form.tsx';
import './alerts.css';
import { AlertsModel } from './alerts-model.ts';
import type { Alert } from '../../../contract/alerts.ts';
import { ErrorMessage, TableBox, Timestamp, StationLink } from '../ui.tsx';
import { formatCount } from '../../lib/format.ts';

/** Current and past alerts, updated live. */
export function AlertsView({ query }: { readonly query: string }) {
  const { store } = usePage();
  const model = useMemo(() => new AlertsModel(store, parseFilter(query)), [store, query]);
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
      <AlertTable alerts={model.shown.value} />
      <More model={model} />
    </section>
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

const SYMBOLS: Readonly<Record<Alert['state'], string>> = { pending: '△', firing: '▲', resolved: '✓' };

function AlertTable({ alerts }: { readonly alerts: readonly Alert[] }) {
  return (
    <TableBox label="Alerts">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Station</th>
          <th scope="col">Rule</th>
          <th scope="col">Severity</th>
          <th scope="col">Started</th>
          <th scope="col">Resolved</th>
          <th scope="col" class="number">
            Peak
          </th>
          <th scope="col" class="number">
            Readings
          </th>
          <th scope="col">Acknowledged</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <AlertRow key={alertKey(alert)} alert={alert} />
        ))}
      </tbody>
    </TableBox>
  );
}

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
        <Timestamp at={Date.parse(startedAt)} />
      </td>
      <td class="instant">{resolvedAt === null ? '–' : <Timestamp at={Date.parse(resolvedAt)} />}</td>
      <td class="number">{String(peakValue).replace('-', '−')}</td>
      <td class="number">{formatCount(readings)}</td>
      <td>{acknowledgedBy ?? '–'}</td>
    </tr>
  );
}
