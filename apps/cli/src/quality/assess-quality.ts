import { WaitAbortedError } from '@weather/service-runtime';
import { StoreSnapshot, type WeatherDatabase } from '@weather/weather-store';
import type { QualityReport } from './quality-report.ts';
import { QualityTally } from './quality-tally.ts';
import type { Truth } from './truth.ts';

export interface AssessmentOptions {
  readonly database: WeatherDatabase;
  readonly truth: Truth;
  readonly progress: (text: () => string) => void;
  readonly signal: AbortSignal;
}

/**
 * Holds the flags in the table, all of one instant, against the truth. Outages are waited out; after one it begins anew.
 * @throws WaitAbortedError when the signal is aborted.
 */
export async function assessQuality(options: AssessmentOptions): Promise<QualityReport> {
  const { database, signal } = options;
  return await database.whenReachable(
    () => StoreSnapshot.take(database, (snapshot) => assess(snapshot, options)),
    { signal },
  );
}

async function assess(
  snapshot: StoreSnapshot,
  { truth, progress, signal }: AssessmentOptions,
): Promise<QualityReport> {
  const tally = new QualityTally(truth);
  const { span, stations } = truth;
  if (span === undefined) return tally.report();
  for await (const page of snapshot.qualities({ stationIds: stations, ...span })) {
    if (signal.aborted) throw new WaitAbortedError('no longer reading the table');
    for (const row of page) tally.add(row);
    progress(() => `${tally.rows} rows`);
  }
  return tally.report();
}
