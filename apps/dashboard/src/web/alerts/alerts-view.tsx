import { useEffect, useMemo } from 'preact/hooks';
import { api } from '../api/client.ts';
import { usePage } from '../app/page-context.ts';
import { parseFilter } from './alert-filter.ts';
import { AlertFilterForm } from './alert-filter-form.tsx';
import { AlertTable } from './alert-table.tsx';
import './alerts.css';
import { AlertsModel } from './alerts-model.ts';

/** The alerts that are and were, filling as they come. */
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
      {model.error.value !== null && (
        <p class="fault" role="alert">
          {model.error.value}
        </p>
      )}
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
  return <p class="muted">{model.isLoading.value ? 'Loading…' : 'There are no such alerts.'}</p>;
}
