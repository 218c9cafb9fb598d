import type { BenchContext, Work } from '../candidate.ts';
import type { BenchStack } from '../stack/bench-stack.ts';

/** The context of the candidates; its methods may be detached. */
export function createContext(stack: BenchStack): BenchContext {
  const { brokers, database, cache, scratch, signal, progress } = stack;
  return {
    ...{ brokers, database, cache, scratch, signal, progress },
    query: (sql, parameters) => stack.query(sql, parameters),
    spawn: (command, args, options) => stack.spawn(command, args, options),
    kafkaTool: (mainClass, args, options) => stack.kafkaTool(mainClass, args, options),
    recreateTopic: (topic, partitions) => stack.recreateTopic(topic, partitions),
    topicSize: (topic) => stack.topicSize(topic),
  };
}

/** The work of one run. */
export function createWork(stack: BenchStack, run: Pick<Work, 'topic' | 'partitions' | 'records'>): Work {
  return { ...createContext(stack), ...run, stopwatch: stack.stopwatch };
}
