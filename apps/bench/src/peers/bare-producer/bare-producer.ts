import type { Work } from '../../contender.ts';
import type { Producing } from '../../run/producing.ts';
import { sourceScript } from '../../workspace.ts';
import type { BareProducerOptions } from './producer-options.ts';

/** kafkajs alone: ready-made messages in batches of 1,000, idempotent, each batch sent when the last is acknowledged. */
export function bareProducer(work: Work): Promise<Producing> {
  const { brokers, topic } = work;
  const options: BareProducerOptions = { brokers, topic };
  const script = sourceScript('peers/bare-producer/worker.ts');
  const producer = work.spawn(process.execPath, [script, JSON.stringify(options)]);
  const acknowledged = (): number => Number(/acknowledged (\d+)/.exec(producer.output)?.[1]);
  return Promise.resolve({ process: producer, acknowledged });
}
