import type { Contender, Measurement, Work } from '../contender.ts';
import type { BenchProcess } from '../process/bench-process.ts';
import { timeDrain } from './time-drain.ts';

/** Something that writes to a topic without an end, at work. */
export interface Producing {
  readonly process: BenchProcess;
  /** How many records it says were acknowledged, once it has ended. */
  acknowledged(): number;
}

export type StartProducing = (work: Work) => Promise<Producing>;

/** The filling of a topic, as a contender: from the first record in it to the last of those that are counted. */
export function fills(name: string, title: string, start: StartProducing): Contender {
  return { name, title, measure: (work) => fill(work, start) };
}

async function fill(work: Work, start: StartProducing): Promise<Measurement> {
  const producing = await start(work);
  const { process } = producing;
  const committed = (): Promise<number> => work.topicSize(work.topic);
  const filled = await timeDrain({ ...work, processes: [process], committed });
  await process.stop();
  return { ...filled, complete: (await committed()) === producing.acknowledged() };
}
