import { toHref } from '../app/route.ts';
import { formatCount } from '../format/quantities.ts';
import type { Station } from '../live/station.ts';

const MAX_LISTED = 20;

/** Lists the stations that are not on the map. */
export function WithoutLocation({ stations }: { readonly stations: readonly Station[] }) {
  if (stations.length === 0) return null;
  return (
    <details class="without-location">
      <summary>
        Not on the map: {formatCount(stations.length)} {stations.length === 1 ? 'station' : 'stations'}
      </summary>
      <p>
        These stations have no location. Add them to the locations file (<code>DASHBOARD_LOCATIONS_PATH</code>
        ) and restart the dashboard.
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
