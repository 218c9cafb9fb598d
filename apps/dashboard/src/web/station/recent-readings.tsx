import { TableBox, Timestamp } from '../app/components.tsx';
import { formatValue, QUANTITIES } from '../format/quantities.ts';
import type { StationModel } from './station-model.ts';

/** The latest readings as a table: exact, and accessible without the plots. */
export function RecentReadings({ model }: { readonly model: StationModel }) {
  const readings = model.recent.value;
  return (
    <section class="panel" aria-labelledby="recent-heading">
      <h2 id="recent-heading">Latest readings</h2>
      <TableBox label="Latest readings">
        <thead>
          <tr>
            <th scope="col">Observed</th>
            {QUANTITIES.map(({ name, label, unit }) => (
              <th key={name} scope="col" class="number">
                {label} <span class="unit">{unit}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {readings.map(({ observedAt, values }) => (
            <tr key={observedAt}>
              <th scope="row" class="instant">
                <Timestamp at={observedAt} />
              </th>
              {QUANTITIES.map((quantity, index) => (
                <td key={quantity.name} class="number">
                  {formatValue(values[index], quantity)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}
