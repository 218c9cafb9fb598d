import type { DeadLetter } from '../../../contract/pipeline.ts';
import { store } from '../../lib/page.ts';
import { Table, Timestamp } from '../ui.tsx';

const COLUMNS = ['Time', 'Reason', 'Source', 'Key', 'Value'];

/** Invalid records; their content is untrusted. */
export function DeadLetters() {
  const deadLetters = store.deadLetters.value;
  return (
    <section class="panel" aria-labelledby="dead-letters-heading">
      <h2 id="dead-letters-heading">Dead letters</h2>
      {deadLetters.length === 0 ? (
        <p class="muted">No dead letters.</p>
      ) : (
        <Table label="Dead letters" columns={COLUMNS}>
          {deadLetters.map((deadLetter) => (
            <Row
              key={`${deadLetter.topic} ${deadLetter.partition} ${deadLetter.offset}`}
              deadLetter={deadLetter}
            />
          ))}
        </Table>
      )}
    </section>
  );
}

function Row({ deadLetter }: { readonly deadLetter: DeadLetter }) {
  const { at, topic, partition, offset, stage, reason, key, value } = deadLetter;
  return (
    <tr>
      <td class="instant">
        <Timestamp at={at} />
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
