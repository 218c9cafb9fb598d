import type { Quantity } from './quantities.ts';

/** One station's observation at one timestamp, decoded. A quantity that was not measured is missing, never null. */
export interface Reading extends Partial<Record<Quantity, number>> {
  stationId: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  observedAt: number;
  city?: string;
  /** °C */
  temperature?: number;
  /** % */
  humidity?: number;
  /** hPa */
  pressure?: number;
  /** m/s */
  windSpeed?: number;
  /** m/s */
  windGust?: number;
  /** Degrees, where the wind comes from. */
  windDirection?: number;
  /** mm since the station's previous reading */
  precipitation?: number;
  /** Quantities that are `null` in the record: their stored values of the station and timestamp are removed. */
  removed?: readonly Quantity[];
}

/** A reading in a few words, for the log: `EWR 31.2 °C at 2013-07-18T18:00:00.000Z`. */
export function formatReading({ stationId, temperature, observedAt }: Reading): string {
  const measured = temperature === undefined ? 'without temperature' : `${temperature} °C`;
  return `${stationId} ${measured} at ${new Date(observedAt).toISOString()}`;
}
