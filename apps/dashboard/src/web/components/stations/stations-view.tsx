import { StationMap } from '../map/station-map.tsx';
import './stations.css';
import { useComputed, useSignal } from '@preact/signals';
import { usePage } from '../../lib/page.ts';
import { TableBox, StationLink } from '../ui.tsx';
import { formatCount, formatValue, QUANTITIES, formatAgo } from '../../lib/format.ts';
import type { Station } from '../../lib/station.ts';

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

function StationList() {
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
      {store.hasMoreStations.value && (
        <p class="muted">Only the first {formatCount(store.stations.value.size)} stations are shown.</p>
      )}
      <TableBox label="Stations">
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
      {QUANTITIES.map((quantity, index) => (
        <td key={quantity.name} class="number">
          {formatValue(latest?.values[index], quantity)}
        </td>
      ))}
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
  const now = usePage().store.now.value;
  return <>{at === undefined ? '–' : formatAgo(at, now)}</>;
}

/** The stations whose id, city or location contains the text, by name; those with an alert come first. */
export function findStations(stations: Iterable<Station>, text: string): readonly Station[] {
  const query = text.trim().toLocaleLowerCase();
  const found = [...stations].filter((station) => isFound(station, query));
  return found.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

function isFound(station: Station, query: string): boolean {
  const texts = [station.id, station.city.value, station.location.value?.name];
  return texts.some((text) => text?.toLocaleLowerCase().includes(query));
}

function rank(station: Station): number {
  return station.alerts.value.length > 0 ? 0 : 1;
}
