import { PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import { filledTable } from '../pipeline/filled-table.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import type { Entry, Stage } from '../run/stage.ts';
import { drains, type StartStoring } from '../run/storing.ts';
import { PARTITIONS, type Extent } from './extent.ts';

const STATIONS = [10, 10_000, 1_000_000];
const PARTITION_COUNTS = [1, 4, 12];
const CONSUMERS = [1, 2, 4];
const FILLED_ROWS = 50_000_000;
const PERCENTAGES = [0, 1, 50];
const PERCENT = 100;

/** One of the steps of a growth. */
interface Step {
  readonly name: string;
  readonly title: string;
  readonly partitions?: number;
  readonly shape?: LoadShape;
  readonly start?: StartStoring;
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
      shaped(`stations-${stations}`, counted(stations, 'station'), { stations }),
    ),
  },
  {
    name: 'partitions',
    title: 'Consumer, more partitions',
    steps: PARTITION_COUNTS.map((partitions) => ({
      name: `partitions-${partitions}`,
      title: counted(partitions, 'partition'),
      partitions,
    })),
  },
  {
    name: 'consumers',
    title: 'More consumers',
    steps: CONSUMERS.map((consumers) => ({
      name: `consumers-${consumers}`,
      title: counted(consumers, 'consumer'),
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
    name: 'repeats',
    title: 'Consumer, repeats of what is stored',
    steps: PERCENTAGES.map((percent) =>
      shaped(`repeats-${percent}`, `${percent} % repeats`, { repeats: percent / PERCENT }),
    ),
  },
  {
    name: 'bad',
    title: 'Consumer, records that are no reading',
    steps: PERCENTAGES.map((percent) =>
      shaped(`bad-${percent}`, `${percent} % garbage`, { bad: percent / PERCENT }),
    ),
  },
];

/** How the consumer does with more of everything. */
export function growthStages({ records, growthRounds }: Extent): Stage[] {
  const entryOf = ({ name, title, partitions = PARTITIONS, shape = PLAIN_LOAD, start }: Step): Entry => ({
    contender: drains(name, title, start ?? pipelineConsumer()),
    topic: { partitions, records, shape },
    rounds: growthRounds,
  });
  return GROWTHS.map(({ name, title, steps }) => ({ name, title, entries: steps.map(entryOf) }));
}

function shaped(name: string, title: string, change: Partial<LoadShape>): Step {
  const shape = { ...PLAIN_LOAD, ...change };
  return { name, title, shape, start: pipelineConsumer({ shape }) };
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
