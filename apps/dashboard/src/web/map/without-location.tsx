import { toHref } from '../app/route.ts';
import { formatCount } from '../format/quantities.ts';
import type { Station } from '../live/station.ts';

const MAX_LISTED = 20;

/** Which stations the map does not have, and what puts them there. */
export function WithoutLocation({ stations }: { readonly stations: readonly Station[] }) {
  if (stations.length === 0) return null;
  return (
    <details class="unplaced">
      <summary>
        Not on the map: {formatCount(stations.length)} {stations.length === 1 ? 'station' : 'stations'}
      </summary>
      <p>
        It is not known where they stand. Put their latitudes and longitudes into the YAML file that the
        dashboard's setting <code>DASHBOARD_LOCATIONS_PATH</code> names, and start the dashboard again.
      </p>
      <ul>
        {stations.slice(0, MAX_LISTED).map((station) => (
          <li key={station.id}>
            <a href={toHref({ view: 'station', station: station.id })}>{station.name}</a>
          </li>
        ))}
        {stations.length > MAX_LISTED && (
          <li>and {formatCount(stations.length - MAX_LISTED)} more, in the list below</li>
        )}
      </ul>
    </details>
  );
}
