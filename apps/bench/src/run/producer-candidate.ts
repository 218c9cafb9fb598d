import type { Candidate, Measurement, Work } from '../candidate.ts';
import type { ChildProgram } from '@weather/dev-stack';
import { timeDrain } from './time-drain.ts';

/** A producer that writes to a topic until it is stopped. */
export interface RunningProducer {
  readonly process: ChildProgram;
  /** The number of acknowledged records that it has reported, once it has stopped. */
  acknowledged(): number;
}

export type StartProducer = (work: Work) => Promise<RunningProducer>;

/** A producer as a candidate, timed from the first record in the topic to the last one counted. */
export function producerCandidate(name: string, title: string, start: StartProducer): Candidate {
  return { name, title, measure: (work) => fill(work, start) };
}

async function fill(work: Work, start: StartProducer): Promise<Measurement> {
  const producer = await start(work);
  const { process } = producer;
  const committed = (): Promise<number> => work.topicSize(work.topic);
  const filled = await timeDrain({ ...work, processes: [process], committed });
  await process.stop();
  return { ...filled, complete: (await committed()) === producer.acknowledged() };
}
