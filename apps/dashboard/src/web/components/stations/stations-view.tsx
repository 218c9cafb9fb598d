import { useComputed, useSignal } from '@preact/signals';
import { formatAgo, formatCount } from '../../lib/format.ts';
import { store } from '../../lib/page.ts';
import type { Station } from '../../lib/station.ts';
import { StationMap } from '../map/station-map.tsx';
import { type Column, QUANTITY_COLUMNS, QuantityCells, StationLink, Table } from '../ui.tsx';
import './stations.css';

/** The stations on a map and in a list. */
export function StationsView() {
  return (
    <>
      <h1 class="visually-hidden">Stations</h1>
      <StationMap />
      <StationList />
    </>
  );
}

const PAGE = 50;
const COLUMNS: readonly Column[] = ['Station', ...QUANTITY_COLUMNS, { number: 'Observed' }, 'Alerts'];

function StationList() {
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
      {store.hasMoreStations.value && (
        <p class="muted">Only the first {formatCount(store.stations.value.size)} stations are shown.</p>
      )}
      <Table label="Stations" columns={COLUMNS}>
        {rows.map((station) => (
          <StationRow key={station.id} station={station} />
        ))}
      </Table>
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
      {found.value.length === 0 && <p class="muted">No stations match.</p>}
    </section>
  );
}

function StationRow({ station }: { readonly station: Station }) {
  const latest = station.latest.value;
  return (
    <tr data-station={station.id}>
      <th scope="row" class="station-cell">
        <StationLink id={station.id} />
      </th>
      <QuantityCells values={latest?.values} />
      <td class="number">
        <Age at={latest?.observedAt} />
      </td>
      <td>
        {station.alerts.value.map(({ rule }) => (
          <span key={rule} class="tag tag-firing">
            ▲ {rule}
          </span>
        ))}
      </td>
    </tr>
  );
}

/** A separate component, since it changes every second and the rest of the row does not. */
function Age({ at }: { readonly at: number | undefined }) {
  return <>{formatAgo(at, store.now.value)}</>;
}

/** The stations whose id, city or location contains the text, by name; those with an alert come first. */
function findStations(stations: Iterable<Station>, text: string): readonly Station[] {
  const query = text.trim().toLocaleLowerCase();
  const found = [...stations].filter(({ id, city, location }) =>
    [id, city.value, location.value?.name].some((name) => name?.toLocaleLowerCase().includes(query)),
  );
  return found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

function rank(station: Station): number {
  return station.alerts.value.length > 0 ? 0 : 1;
}
