import type { Quantity } from '@weather/weather-schema';
import { toEpochMs } from '../rows/date-time.ts';
import { measuredOf, type SelectedReading } from '../rows/select-readings.ts';

/** A row of `reading` as people are shown it. */
export interface QueriedReading {
  /** Milliseconds since the epoch. */
  readonly observedAt: number;
  /** What was measured, in the units of the wire format. */
  readonly values: Readonly<Partial<Record<Quantity, number>>>;
  /** The flags of quality control, as `flagOf` of weather-rules reads them. */
  readonly quality: number;
}

/** The reading of a row. */
export function queriedReadingOf(row: SelectedReading): QueriedReading {
  return { observedAt: toEpochMs(row.observedAt), values: measuredOf(row), quality: row.quality };
}
