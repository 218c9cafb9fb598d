import type { Quantity } from './quantities.ts';

/** One station's observation at one timestamp, decoded. What was not measured is a missing property, never null. */
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
  /** Quantities that are `null` in the record: what is stored of them for the station and timestamp is taken away. */
  removed?: readonly Quantity[];
}
