import type { Reading } from '@weather/weather-schema';

/** A reading and its position in the source: a line of a file, the number of a simulated reading. */
export interface SourcedReading {
  readonly reading: Reading;
  readonly position: number;
}

/**
 * A source of readings. Its lifecycle: it is opened, which checks everything that can be checked and throws
 * `ConfigurationError` for invalid settings; `readings` is iterated once; the iterator's `return`, which a `for await` loop
 * calls at its end, releases the source's resources.
 */
export interface Source {
  /** The source in log lines: `replay of nyc.csv.gz`. */
  readonly description: string;

  /**
   * The readings in the order of sending, in groups of bounded size, each reading when it is due: the iteration may wait for
   * its time, and catches up after an outage of Kafka without skipping any. The readings of one station are in the order of
   * their positions unless the source sorts by time or delays some.
   *
   * A reading taken from the iterator is not yet sent: a source must not rely on it.
   *
   * Unreadable rows are skipped and reported to the `onSkipped` of the source.
   *
   * Ends at the end of the source, or soon after the signal is aborted, at once while it waits.
   * @throws the error that ends the source early, after all readings before it.
   */
  readings(signal: AbortSignal): AsyncIterable<readonly SourcedReading[]>;

  /** Returns the progress so far; may be called at any time. */
  progress(): SourceProgress;

  /** Formats a position for log lines: `line 17 of nyc.csv.gz`. */
  describePosition(position: number): string;

  /** Returns warnings about the readings so far, one log line each. */
  warnings?(): readonly string[];
}

export interface SourceProgress {
  /** Readings and rows read so far, including skipped ones. */
  readonly read: number;
  /** From 0 to 1; undefined for a source without an end. */
  readonly fraction: number | undefined;
}

/** Receives the position and the reason of each row or reading that a source skips. */
export type OnSkipped = (where: string, reason: string) => void;
