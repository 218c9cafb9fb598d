import { isDeepStrictEqual } from 'node:util';
import type { Contender, Measurement, Work } from '../contender.ts';
import { outcomeOf, PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import { timeDrain } from '../run/time-drain.ts';
import { startApp } from './built-apps.ts';
import { committedBy, emptyTables, storedOutcome } from './weather-tables.ts';

export interface PipelineConsumerOptions {
  readonly name: string;
  readonly title: string;
  /** What the topic holds. */
  readonly shape?: LoadShape;
  /** How many consumers share the partitions. */
  readonly consumers?: number;
  /** Readings that are in the table before, and stay. */
  readonly rowsBefore?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

let groups = 0;

/** The built consumer with its default settings, from the first committed batch to the last record. */
export function pipelineConsumer(options: PipelineConsumerOptions): Contender {
  const { name, title } = options;
  return { name, title, measure: (work) => drain(work, options) };
}

async function drain(work: Work, options: PipelineConsumerOptions): Promise<Measurement> {
  const { consumers = 1, rowsBefore = 0, shape = PLAIN_LOAD, environment } = options;
  const group = `bench-${++groups}`;
  await emptyTables(work, rowsBefore > 0);
  const processes = Array.from({ length: consumers }, () =>
    startApp('consumer', work, { TOPIC: work.topic, KAFKA_GROUP_ID: group, ...environment }),
  );
  const drained = await timeDrain({ ...work, processes, committed: () => committedBy(work, group) });
  await Promise.all(processes.map((process) => process.stop()));
  const outcome = await storedOutcome(work, group, rowsBefore);
  return { ...drained, complete: isDeepStrictEqual(outcome, outcomeOf(work.records, shape)) };
}
