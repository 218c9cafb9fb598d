import { TableBox, Timestamp } from '../app/components.tsx';
import { formatValue, QUANTITIES } from '../format/quantities.ts';
import type { StationModel } from './station-model.ts';

/** The last readings as a table, for those who cannot see the plots, and to read them exactly. */
export function RecentReadings({ model }: { readonly model: StationModel }) {
  const readings = model.recent.value;
  return (
    <section class="panel" aria-labelledby="recent-heading">
      <h2 id="recent-heading">Last readings</h2>
      <TableBox label="Table of the last readings">
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
