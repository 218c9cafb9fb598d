import type { DeadLetter } from '../../../contract/pipeline.ts';
import { TableBox, Timestamp } from '../ui.tsx';
import { usePage } from '../../lib/page.ts';

/** Invalid records; their content is untrusted. */
export function DeadLetters() {
  const deadLetters = usePage().store.deadLetters.value;
  return (
    <section class="panel" aria-labelledby="dead-letters-heading">
      <h2 id="dead-letters-heading">Dead letters</h2>
      {deadLetters.length === 0 ? (
        <p class="muted">No dead letters.</p>
      ) : (
        <TableBox label="Dead letters">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Reason</th>
              <th scope="col">Source</th>
              <th scope="col">Key</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {deadLetters.map((deadLetter) => (
              <Row
                key={`${deadLetter.topic} ${deadLetter.partition} ${deadLetter.offset}`}
                deadLetter={deadLetter}
              />
            ))}
          </tbody>
        </TableBox>
      )}
    </section>
  );
}

function Row({ deadLetter }: { readonly deadLetter: DeadLetter }) {
  const { at, topic, partition, offset, stage, reason, key, value } = deadLetter;
  return (
    <tr>
      <td class="instant">
        <Timestamp at={Date.parse(at)} />
      </td>
      <td class="reason clip">
        <span class="muted">{stage}:</span> {reason}
      </td>
      <td>
        {topic}, partition {partition}, offset {offset}
      </td>
      <td class="record-key">{key ?? '–'}</td>
      <td class="record">
        <code>{value}</code>
      </td>
    </tr>
  );
}
