import type { ReadingSink, StoreRequest, StoreResult } from '@weather/weather-store';

type Sink = Pick<ReadingSink, 'loadPosition' | 'countAtOnce' | 'store'>;

const MS_PER_SECOND = 1000;

/**
 * A sink that tells how long its transactions take; of those alone that stored a batch.
 * @param onStored gets seconds.
 */
export function timedSink(sink: Sink, onStored: (seconds: number) => void): Sink {
  return {
    loadPosition: (key) => sink.loadPosition(key),
    countAtOnce: (key, readings) => sink.countAtOnce(key, readings),
    store: async (request: StoreRequest): Promise<StoreResult> => {
      const begun = performance.now();
      const result = await sink.store(request);
      if (result.kind === 'stored') onStored((performance.now() - begun) / MS_PER_SECOND);
      return result;
    },
  };
}
