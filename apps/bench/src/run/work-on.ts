import type { Surroundings, Work } from '../contender.ts';
import type { BenchStack } from '../stack/bench-stack.ts';

/** The servers of the bench as a contender sees them; its parts may be taken out one by one. */
export function surroundingsOf(stack: BenchStack): Surroundings {
  const { brokers, database, cache, scratch, signal, progress } = stack;
  return {
    ...{ brokers, database, cache, scratch, signal, progress },
    query: (sql, parameters) => stack.query(sql, parameters),
    spawn: (command, args, options) => stack.spawn(command, args, options),
    kafkaTool: (mainClass, args, options) => stack.kafkaTool(mainClass, args, options),
    freshTopic: (topic, partitions) => stack.freshTopic(topic, partitions),
    topicSize: (topic) => stack.topicSize(topic),
  };
}

/** The work of one run. */
export function workOn(stack: BenchStack, run: Pick<Work, 'topic' | 'partitions' | 'records'>): Work {
  return { ...surroundingsOf(stack), ...run, stopwatch: stack.stopwatch };
}
