import { usePage } from '../app/page-context.ts';
import { formatValue, QUANTITIES } from '../format/quantities.ts';
import { formatAge } from '../format/time.ts';
import type { Station } from '../live/station.ts';
import { StationLink } from './station-link.tsx';

export function StationRow({ station }: { readonly station: Station }) {
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
        <Age of={latest?.observedAt} />
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

/** A component of its own, since it changes each second, and nothing else of its row does. */
function Age({ of }: { readonly of: number | undefined }) {
  const now = usePage().store.now.value;
  return <>{of === undefined ? '–' : `${formatAge(now - of)} ago`}</>;
}
