import { ErrorMessage } from '../app/components.tsx';
import { useEffect, useMemo } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import { usePage } from '../app/page-context.ts';
import { toHref } from '../app/route.ts';
import { QUANTITIES } from '../format/quantities.ts';
import { QuantityPanel } from './quantity-panel.tsx';
import { RangeBar } from './range-bar.tsx';
import { RecentReadings } from './recent-readings.tsx';
import './station.css';
import { StationModel } from './station-model.ts';

/** The quantities of one station over time, updated live. */
export function StationView({ id }: { readonly id: string }) {
  const { store } = usePage();
  const model = useMemo(() => new StationModel(store, id), [store, id]);
  useEffect(() => model.start(), [model]);
  return (
    <>
      <StationHead model={model} />
      <RangeBar model={model} />
      <div class="plots">
        {QUANTITIES.map((quantity) => (
          <QuantityPanel key={quantity.name} model={model} quantity={quantity} />
        ))}
      </div>
      <RecentReadings model={model} />
    </>
  );
}

function StationHead({ model }: { readonly model: StationModel }) {
  const station = model.station.value;
  const alerts = station?.alerts.value ?? [];
  const query = new URLSearchParams({ station: model.id }).toString();
  return (
    <div class="station-head">
      <a href={toHref({ view: 'stations' })}>← All stations</a>
      <h1 class="clip">
        {station?.name ?? model.id}{' '}
        {station && station.name !== model.id && <span class="station-id">{model.id}</span>}
      </h1>
      <p class="row">
        {alerts.map(({ rule, severity }) => (
          <span key={rule} class="tag tag-firing">
            ▲ {rule}, {severity}
          </span>
        ))}
        {alerts.length === 0 && <span class="muted">No active alerts</span>}
        <a href={toHref({ view: 'alerts', query })}>All alerts for this station</a>
      </p>
      <ErrorMessage text={model.error.value} />
    </div>
  );
}
