import type { ChildProgram } from '@weather/dev-stack';
import type { Candidate, Measurement, Work } from '../candidate.ts';
import { timeDrain } from './time-drain.ts';

/** The next offset of each partition. */
export type OffsetsByPartition = ReadonlyMap<number, number>;

/** A consumer that stores a topic. */
export interface RunningConsumer {
  readonly processes: readonly ChildProgram[];
  /** Resolves when it consumes the topic. */
  readonly ready: Promise<unknown>;
  /** Reads the committed offsets. */
  committedOffsets(): Promise<OffsetsByPartition>;
  /** Stops it; returns whether its tables are complete and correct. */
  finish(): Promise<boolean>;
}

/** Starts a consumer of the work's topic on empty tables. */
export type StartConsumer = (work: Work) => Promise<RunningConsumer>;

/** A producer that writes to a topic until it is stopped. */
export interface RunningProducer {
  readonly process: ChildProgram;
  /** The number of acknowledged records that it has reported, once it has stopped. */
  acknowledged(): number;
}

export type StartProducer = (work: Work) => Promise<RunningProducer>;

/** A consumer of a full topic as a candidate. */
export function consumerCandidate(name: string, title: string, start: StartConsumer): Candidate {
  return { name, title, measure: (work) => drain(work, start) };
}

/** A producer as a candidate, timed from the first record in the topic to the last one counted. */
export function producerCandidate(name: string, title: string, start: StartProducer): Candidate {
  return { name, title, measure: (work) => fill(work, start) };
}

async function drain(work: Work, start: StartConsumer): Promise<Measurement> {
  const consumer = await start(work);
  const { processes, ready } = consumer;
  const committed = async (): Promise<number> => {
    const offsets = await consumer.committedOffsets();
    return [...offsets.values()].reduce((sum, offset) => sum + offset, 0);
  };
  const drained = await timeDrain({ ...work, processes, ready, committed });
  return { ...drained, complete: await consumer.finish() };
}

async function fill(work: Work, start: StartProducer): Promise<Measurement> {
  const producer = await start(work);
  const { process } = producer;
  const committed = (): Promise<number> => work.topicSize(work.topic);
  const filled = await timeDrain({ ...work, processes: [process], committed });
  await process.stop();
  return { ...filled, complete: (await committed()) === producer.acknowledged() };
}
