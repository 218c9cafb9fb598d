import { MS_PER_SECOND } from '@weather/weather-schema';
import type { ReadingSink, StoreRequest, StoreResult } from '@weather/weather-store/sink';

type Sink = Pick<ReadingSink, 'loadCommittedOffset' | 'countForOneTransaction' | 'store'>;

/**
 * A sink whose transactions are timed, as far as they stored a batch.
 * @param onStored gets the time in seconds.
 */
export function timedSink(sink: Sink, onStored: (seconds: number) => void): Sink {
  return {
    loadCommittedOffset: (key) => sink.loadCommittedOffset(key),
    countForOneTransaction: (key, readings) => sink.countForOneTransaction(key, readings),
    store: async (request: StoreRequest): Promise<StoreResult> => {
      const startedAt = performance.now();
      const result = await sink.store(request);
      if (result.kind === 'stored') onStored((performance.now() - startedAt) / MS_PER_SECOND);
      return result;
    },
  };
}
