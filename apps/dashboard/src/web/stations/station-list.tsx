import { useComputed, useSignal } from '@preact/signals';
import { usePage } from '../app/page-context.ts';
import { TableBox } from '../app/table-box.tsx';
import { formatCount } from '../format/count.ts';
import { QUANTITIES } from '../format/quantities.ts';
import { findStations } from './find-stations.ts';
import { StationRow } from './station-row.tsx';

const PAGE = 50;

export function StationList() {
  const { store } = usePage();
  const text = useSignal('');
  const shown = useSignal(PAGE);
  const found = useComputed(() => findStations(store.stations.value.values(), text.value));
  const rows = found.value.slice(0, shown.value);
  return (
    <section class="panel" aria-labelledby="stations-heading">
      <div class="panel-head">
        <h2 id="stations-heading" tabIndex={-1}>
          {formatCount(store.stations.value.size)} stations
        </h2>
        <input
          type="search"
          aria-label="Search stations"
          placeholder="Search"
          onInput={(event) => {
            text.value = event.currentTarget.value;
            shown.value = PAGE;
          }}
        />
      </div>
      {store.hasMoreStations.value && <p class="muted">There are more stations than a page can hold.</p>}
      <TableBox label="Table of stations">
        <thead>
          <tr>
            <th scope="col">Station</th>
            {QUANTITIES.map(({ name, label, unit }) => (
              <th key={name} scope="col" class="number">
                {label} <span class="unit">{unit}</span>
              </th>
            ))}
            <th scope="col" class="number">
              Observed
            </th>
            <th scope="col">Alerts</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((station) => (
            <StationRow key={station.id} station={station} />
          ))}
        </tbody>
      </TableBox>
      {found.value.length > rows.length && (
        <p class="row">
          <button type="button" onClick={() => (shown.value += PAGE)}>
            Show more
          </button>
          <span class="muted">
            {formatCount(rows.length)} of {formatCount(found.value.length)}
          </span>
        </p>
      )}
      {found.value.length === 0 && <p class="muted">No station is found.</p>}
    </section>
  );
}
