import type { PartitionState } from '../../contract/pipeline.ts';
import { TableBox } from '../app/table-box.tsx';
import { formatCount } from '../format/count.ts';

export function Partitions({ partitions }: { readonly partitions: readonly PartitionState[] }) {
  return (
    <section class="panel" aria-labelledby="partitions-heading">
      <h2 id="partitions-heading">Lag by partition</h2>
      <TableBox label="Table of partitions">
        <thead>
          <tr>
            <th scope="col">Partition</th>
            <th scope="col" class="number">
              Next to be stored
            </th>
            <th scope="col" class="number">
              End
            </th>
            <th scope="col" class="number">
              Lag
            </th>
          </tr>
        </thead>
        <tbody>
          {partitions.map(({ partition, nextOffset, endOffset, lag }) => (
            <tr key={partition}>
              <th scope="row">{partition}</th>
              <td class="number">{nextOffset === null ? '–' : formatCount(nextOffset)}</td>
              <td class="number">{formatCount(endOffset)}</td>
              <td class="number">{formatCount(lag)}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  );
}
