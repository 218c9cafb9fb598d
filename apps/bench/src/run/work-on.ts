import type { Work } from '../contender.ts';
import type { BenchStack } from '../stack/bench-stack.ts';

/** The work of one run on the servers of the bench. */
export function workOn(stack: BenchStack, run: Pick<Work, 'topic' | 'partitions' | 'records'>): Work {
  const { brokers, database, cache, scratch, signal, progress, stopwatch } = stack;
  return {
    ...run,
    ...{ brokers, database, cache, scratch, signal, progress, stopwatch },
    query: (sql, parameters) => stack.query(sql, parameters),
    spawn: (command, args, options) => stack.spawn(command, args, options),
    kafkaTool: (mainClass, args, options) => stack.kafkaTool(mainClass, args, options),
    freshTopic: (topic, partitions) => stack.freshTopic(topic, partitions),
    topicSize: (topic) => stack.topicSize(topic),
  };
}
