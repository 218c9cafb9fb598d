import { PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import { filledTable } from '../pipeline/filled-table.ts';
import { pipelineConsumer } from '../pipeline/pipeline-consumer.ts';
import { consumerCandidate, type StartConsumer } from '../run/drain-candidates.ts';
import type { Stage } from '../run/stage.ts';
import { PARTITIONS, type Scale } from './scale.ts';

/** One step of a growth stage. */
interface Step {
  /** The size, with which the name of the stage makes the name of the candidate. */
  readonly size: number;
  readonly title: string;
  readonly partitions?: number;
  readonly shape?: LoadShape;
  readonly start?: StartConsumer;
}

const FILLED_ROWS = 50_000_000;
const PERCENTAGES = [0, 1, 50];
const PERCENT = 100;

const GROWTHS: readonly { readonly name: string; readonly title: string; readonly steps: readonly Step[] }[] =
  [
    {
      name: 'stations',
      title: 'Consumer, more stations, all of them new',
      steps: [10, 10_000, 1_000_000].map((stations) =>
        createShapedStep(stations, pluralize(stations, 'station'), { stations }),
      ),
    },
    {
      name: 'partitions',
      title: 'Consumer, more partitions',
      steps: [1, 4, 12].map((size) => ({ size, title: pluralize(size, 'partition'), partitions: size })),
    },
    {
      name: 'consumers',
      title: 'More consumers',
      steps: [1, 2, 4].map((size) => ({
        size,
        title: pluralize(size, 'consumer'),
        start: pipelineConsumer({ consumers: size }),
      })),
    },
    {
      name: 'table',
      title: 'Consumer, more readings in the table',
      steps: [
        { size: 0, title: 'empty table' },
        { size: FILLED_ROWS, title: '50 million readings in the table', start: filledTable(FILLED_ROWS) },
      ],
    },
    {
      name: 'duplicates',
      title: 'Consumer, duplicates',
      steps: PERCENTAGES.map((percent) =>
        createShapedStep(percent, `${percent} % duplicates`, { duplicates: percent / PERCENT }),
      ),
    },
    {
      name: 'invalid',
      title: 'Consumer, invalid records',
      steps: PERCENTAGES.map((percent) =>
        createShapedStep(percent, `${percent} % invalid`, { invalid: percent / PERCENT }),
      ),
    },
  ];

/** The consumer with growing numbers of stations, partitions, consumers, rows, duplicates and invalid records. */
export function growthStages({ records, growthRounds }: Scale): Stage[] {
  return GROWTHS.map(({ name, title, steps }) => ({
    name,
    title,
    entries: steps.map((step) => ({
      candidate: consumerCandidate(`${name}-${step.size}`, step.title, step.start ?? pipelineConsumer()),
      topic: { partitions: step.partitions ?? PARTITIONS, records, shape: step.shape ?? PLAIN_LOAD },
      rounds: growthRounds,
    })),
  }));
}

function createShapedStep(size: number, title: string, change: Partial<LoadShape>): Step {
  const shape = { ...PLAIN_LOAD, ...change };
  return { size, title, shape, start: pipelineConsumer({ shape }) };
}

function pluralize(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
