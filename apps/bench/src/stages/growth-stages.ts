import { PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import { filledTable } from '../pipeline/filled-table.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import type { Entry, Stage } from '../run/stage.ts';
import { consumerCandidate, type StartConsumer } from '../run/drain-candidates.ts';
import { PARTITIONS, type Scale } from './scale.ts';

const STATIONS = [10, 10_000, 1_000_000];
const PARTITION_COUNTS = [1, 4, 12];
const CONSUMERS = [1, 2, 4];
const FILLED_ROWS = 50_000_000;
const PERCENTAGES = [0, 1, 50];
const PERCENT = 100;

/** One step of a growth stage. */
interface Step {
  readonly name: string;
  readonly title: string;
  readonly partitions?: number;
  readonly shape?: LoadShape;
  readonly start?: StartConsumer;
}

interface Growth {
  readonly name: string;
  readonly title: string;
  readonly steps: readonly Step[];
}

const GROWTHS: readonly Growth[] = [
  {
    name: 'stations',
    title: 'Consumer, more stations, all of them new',
    steps: STATIONS.map((stations) =>
      shapedStep(`stations-${stations}`, pluralize(stations, 'station'), { stations }),
    ),
  },
  {
    name: 'partitions',
    title: 'Consumer, more partitions',
    steps: PARTITION_COUNTS.map((partitions) => ({
      name: `partitions-${partitions}`,
      title: pluralize(partitions, 'partition'),
      partitions,
    })),
  },
  {
    name: 'consumers',
    title: 'More consumers',
    steps: CONSUMERS.map((consumers) => ({
      name: `consumers-${consumers}`,
      title: pluralize(consumers, 'consumer'),
      start: pipelineConsumer({ consumers }),
    })),
  },
  {
    name: 'table',
    title: 'Consumer, more readings in the table',
    steps: [
      { name: 'table-0', title: 'empty table' },
      {
        name: `table-${FILLED_ROWS}`,
        title: '50 million readings in the table',
        start: filledTable(FILLED_ROWS),
      },
    ],
  },
  {
    name: 'duplicates',
    title: 'Consumer, duplicates',
    steps: PERCENTAGES.map((percent) =>
      shapedStep(`duplicates-${percent}`, `${percent} % duplicates`, { duplicates: percent / PERCENT }),
    ),
  },
  {
    name: 'invalid',
    title: 'Consumer, invalid records',
    steps: PERCENTAGES.map((percent) =>
      shapedStep(`invalid-${percent}`, `${percent} % invalid`, { invalid: percent / PERCENT }),
    ),
  },
];

/** The consumer with growing numbers of stations, partitions, consumers, rows, duplicates and invalid records. */
export function growthStages({ records, growthRounds }: Scale): Stage[] {
  const createEntry = ({ name, title, partitions = PARTITIONS, shape = PLAIN_LOAD, start }: Step): Entry => ({
    candidate: consumerCandidate(name, title, start ?? pipelineConsumer()),
    topic: { partitions, records, shape },
    rounds: growthRounds,
  });
  return GROWTHS.map(({ name, title, steps }) => ({ name, title, entries: steps.map(createEntry) }));
}

function shapedStep(name: string, title: string, change: Partial<LoadShape>): Step {
  const shape = { ...PLAIN_LOAD, ...change };
  return { name, title, shape, start: pipelineConsumer({ shape }) };
}

function pluralize(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
