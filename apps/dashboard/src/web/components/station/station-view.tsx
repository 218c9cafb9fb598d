import { useEffect, useMemo } from 'preact/hooks';
import 'uplot/dist/uPlot.min.css';
import { QUANTITIES } from '../../lib/format.ts';
import { store } from '../../lib/page.ts';
import { toHref } from '../../lib/route.ts';
import { type Column, ErrorMessage, QUANTITY_COLUMNS, QuantityCells, Table, Timestamp } from '../ui.tsx';
import { QuantityPanel } from './quantity-panel.tsx';
import { RangeBar } from './range-bar.tsx';
import './station.css';
import { StationModel } from './station-model.ts';

const COLUMNS: readonly Column[] = ['Observed', ...QUANTITY_COLUMNS];

/** The quantities of one station over time, updated live. */
export function StationView({ id }: { readonly id: string }) {
  const model = useMemo(() => new StationModel(store, id), [id]);
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

/** The latest readings as a table: exact, and accessible without the plots. */
function RecentReadings({ model }: { readonly model: StationModel }) {
  return (
    <section class="panel" aria-labelledby="recent-heading">
      <h2 id="recent-heading">Latest readings</h2>
      <Table label="Latest readings" columns={COLUMNS}>
        {model.recent.value.map(({ observedAt, values }) => (
          <tr key={observedAt}>
            <th scope="row" class="instant">
              <Timestamp at={observedAt} />
            </th>
            <QuantityCells values={values} />
          </tr>
        ))}
      </Table>
    </section>
  );
}
