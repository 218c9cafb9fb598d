import { isDeepStrictEqual } from 'node:util';
import type { Work } from '../candidate.ts';
import { expectedOutcome, PLAIN_LOAD, type LoadShape } from '../load/load-record.ts';
import type { StartConsumer, RunningConsumer } from '../run/drain-candidates.ts';
import { startApp } from './built-apps.ts';
import { addStations, emptyTables, readCommittedOffsets, readOutcome } from './weather-tables.ts';

export interface ConsumerOptions {
  /** The shape of the topic's records. */
  readonly shape?: LoadShape;
  /** The number of consumers that share the partitions. */
  readonly consumers?: number;
  /** The number of readings that exist before and are kept. */
  readonly rowsBefore?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

let groups = 0;

/** The built consumer with its default settings. */
export function pipelineConsumer(options: ConsumerOptions = {}): StartConsumer {
  return (work) => startConsumer(work, options);
}

async function startConsumer(work: Work, options: ConsumerOptions): Promise<RunningConsumer> {
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
    committedOffsets: () => readCommittedOffsets(work, group),
    finish: async () => {
      await Promise.all(processes.map((process) => process.stop()));
      const outcome = await readOutcome(work, group, rowsBefore);
      return isDeepStrictEqual(outcome, expectedOutcome(work.records, shape));
    },
  };
}
