import { MS_PER_SECOND } from '@weather/weather-schema';
import type { ReadingSink, StoreRequest, StoreResult } from '@weather/weather-store/sink';

type Sink = Pick<ReadingSink, 'loadCommittedOffset' | 'countForOneTransaction' | 'store'>;

/**
 * A sink that tells how long its transactions take; of those alone that stored a batch.
 * @param onStored gets seconds.
 */
export function timedSink(sink: Sink, onStored: (seconds: number) => void): Sink {
  return {
    loadCommittedOffset: (key) => sink.loadCommittedOffset(key),
    countForOneTransaction: (key, readings) => sink.countForOneTransaction(key, readings),
    store: async (request: StoreRequest): Promise<StoreResult> => {
      const begun = performance.now();
      const result = await sink.store(request);
      if (result.kind === 'stored') onStored((performance.now() - begun) / MS_PER_SECOND);
      return result;
    },
  };
}
