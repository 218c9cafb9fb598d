import type { ComponentChildren } from 'preact';
import type { PartitionState, PipelineState } from '../../../contract/pipeline.ts';
import { formatAgo, formatCount, formatRate } from '../../lib/format.ts';
import { store } from '../../lib/page.ts';
import { HISTORY_LENGTH } from '../../lib/store.ts';
import { type Column, Table } from '../ui.tsx';
import { DeadLetters } from './dead-letters.tsx';
import './pipeline.css';
import { sparklinePath } from './sparkline-path.ts';

/** The state of the pipeline. */
export function PipelineView() {
  const state = store.pipeline.value;
  return (
    <>
      <h1>Pipeline</h1>
      {state ? (
        <>
          <Tiles state={state} />
          <Partitions partitions={state.partitions} />
          <Counts counts={state.counts} />
        </>
      ) : (
        <p class="muted">Loading…</p>
      )}
      <DeadLetters />
    </>
  );
}

function Tiles({ state }: { readonly state: PipelineState }) {
  const history = store.pipelineHistory.value;
  return (
    <section class="tiles" aria-label="Now">
      <Tile label="Readings per second" text={formatRate(state.readingsPerSecond)}>
        <Sparkline label="Readings per second" values={history.map((past) => past.readingsPerSecond)} />
      </Tile>
      <Tile label="Stored per second" text={formatRate(state.storedPerSecond)}>
        <Sparkline label="Stored per second" values={history.map((past) => past.storedPerSecond)} />
      </Tile>
      <Tile label="Lag (records)" text={formatCount(state.lag)}>
        <Sparkline label="Lag" values={history.map((past) => past.lag)} />
      </Tile>
      <Tile label="Last reading" text={formatAgo(state.newestReadingAt, store.now.value)} />
      <Tile label="Kafka" text={<Health isUp={state.kafka} />} />
      <Tile label="MySQL" text={<Health isUp={state.database} />} />
      <Tile label="Subscribers" text={formatCount(state.subscribers)} />
    </section>
  );
}

interface TileProps {
  readonly label: string;
  readonly text: ComponentChildren;
  readonly children?: ComponentChildren;
}

function Tile({ label, text, children }: TileProps) {
  return (
    <div class="panel tile">
      <h2>{label}</h2>
      <p class="tile-value">{text}</p>
      {children}
    </div>
  );
}

function Health({ isUp }: { readonly isUp: boolean }) {
  return <span class={isUp ? 'up' : 'down'}>{isUp ? '✓ up' : '✗ unreachable'}</span>;
}

const COUNTS: readonly { readonly name: keyof PipelineState['counts']; readonly label: string }[] = [
  { name: 'read', label: 'Read' },
  { name: 'stored', label: 'Stored' },
  { name: 'duplicates', label: 'Duplicates' },
  { name: 'corrections', label: 'Corrections' },
  { name: 'deadLettered', label: 'Dead letters' },
  { name: 'expired', label: 'Expired before being read' },
];

function Counts({ counts }: { readonly counts: PipelineState['counts'] }) {
  return (
    <section class="panel" aria-labelledby="counts-heading">
      <h2 id="counts-heading">Total records</h2>
      <dl class="counts">
        {COUNTS.map(({ name, label }) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{formatCount(counts[name])}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const PARTITION_COLUMNS: readonly Column[] = [
  'Partition',
  { number: 'Next offset' },
  { number: 'End offset' },
  { number: 'Lag' },
];

function Partitions({ partitions }: { readonly partitions: readonly PartitionState[] }) {
  return (
    <section class="panel" aria-labelledby="partitions-heading">
      <h2 id="partitions-heading">Lag by partition</h2>
      <Table label="Partitions" columns={PARTITION_COLUMNS}>
        {partitions.map(({ partition, nextOffset, endOffset, lag }) => (
          <tr key={partition}>
            <th scope="row">{partition}</th>
            <td class="number">{nextOffset === null ? '–' : formatCount(nextOffset)}</td>
            <td class="number">{formatCount(endOffset)}</td>
            <td class="number">{formatCount(lag)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

const WIDTH = 240;
const HEIGHT = 40;

/** A value over the last five minutes. */
function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  return (
    <svg
      class="sparkline"
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label} over the last five minutes`}
    >
      <path d={sparklinePath(values, { width: WIDTH, height: HEIGHT, length: HISTORY_LENGTH })} />
    </svg>
  );
}
