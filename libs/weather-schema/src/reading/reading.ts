import type { Quantity } from './quantities.ts';

/** One station's observation at one instant, decoded. What was not measured is a missing property, never null. */
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
}
