import { isDeepStrictEqual } from 'node:util';
import type { Work } from '../contender.ts';
import { outcomeOf, PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import type { StartStoring, Storing } from '../run/storing.ts';
import { startApp } from './built-apps.ts';
import { addStations, emptyTables, positionsOf, storedOutcome } from './weather-tables.ts';

export interface ConsumerOptions {
  /** What the topic holds. */
  readonly shape?: LoadShape;
  /** How many consumers share the partitions. */
  readonly consumers?: number;
  /** Readings that are in the table before, and stay. */
  readonly rowsBefore?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

let groups = 0;

/** The built consumer with its default settings. */
export function pipelineConsumer(options: ConsumerOptions = {}): StartStoring {
  return (work) => startConsumer(work, options);
}

async function startConsumer(work: Work, options: ConsumerOptions): Promise<Storing> {
  const { consumers = 1, rowsBefore = 0, shape = PLAIN_LOAD, environment, nodeOptions } = options;
  const group = `bench-${++groups}`;
  await emptyTables(work, rowsBefore > 0);
  if (rowsBefore > 0) await addStations(work);
  const settings = { TOPIC: work.topic, KAFKA_GROUP_ID: group, ...environment };
  const processes = Array.from({ length: consumers }, () =>
    startApp('consumer', work, settings, nodeOptions),
  );
  return {
    processes,
    ready: Promise.all(processes.map((process) => process.line(/joined the consumer group/))),
    positions: () => positionsOf(work, group),
    finish: async () => {
      await Promise.all(processes.map((process) => process.stop()));
      const outcome = await storedOutcome(work, group, rowsBefore);
      return isDeepStrictEqual(outcome, outcomeOf(work.records, shape));
    },
  };
}
