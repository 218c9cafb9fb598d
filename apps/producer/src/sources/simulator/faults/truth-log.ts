import type { FaultLabel } from '@weather/weather-schema';

/** Where the truth of what is sent goes. */
export interface TruthLog {
  /** Called before the readings are given out that the labels are of. */
  append(labels: readonly FaultLabel[]): void;
  /** Called once, when nothing more is given out. */
  close(): void;
}
