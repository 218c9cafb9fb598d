import type { Reading } from '@weather/weather-schema/reading';

/** A reading with its quality flags: a row of `reading`. */
export interface EvaluatedReading {
  /** The station's surrogate key. */
  readonly station: number;
  readonly reading: Reading;
  /** The quality flags, see `packQuality`. */
  readonly quality: number;
}
