import type { Reading } from './reading.ts';

/** A reading in a few words, for the log: `EWR 31.2 °C at 2013-07-18T18:00:00.000Z`. */
export function formatReading({ stationId, temperature, observedAt }: Reading): string {
  const measured = temperature === undefined ? 'without temperature' : `${temperature} °C`;
  return `${stationId} ${measured} at ${new Date(observedAt).toISOString()}`;
}
