import type { Reading } from '@weather/weather-schema';

/** A reading and where in its source it stands: a line of a file, the number of a simulated reading. */
export interface SourcedReading {
  readonly reading: Reading;
  readonly position: number;
}

/**
 * Where readings come from. The life of a source: it is opened, which checks everything that can be checked and throws
 * `ConfigurationError` for what its settings get wrong; `readings` is iterated once; the iterator's `return` (a `for
 * await` that ends calls it) releases what the source holds.
 */
export interface Source {
  /** What is read, in the words of a log line: `nyc.csv.gz at full speed`. */
  readonly description: string;

  /**
   * The readings in the order in which they are to be sent, in groups of bounded size, each reading when it is due: the
   * iteration may wait for its time, and one that is asked late (Kafka was away) makes up for it without leaving any out.
   * The readings of one station come in the order of their positions unless the source sorts by time, or is asked to send
   * some late.
   *
   * A reading that was taken from the iterator is not yet sent: a source must not count on it.
   *
   * What cannot be read is reported to the `onSkipped` that the source was opened with and left out.
   *
   * Ends at the end of the source, or soon after the signal was aborted, while waiting at once.
   * @throws what ends the source early, after all that was readable before it.
   */
  readings(signal: AbortSignal): AsyncIterable<readonly SourcedReading[]>;

  /** How much has been read so far; may be asked at any time. */
  progress(): SourceProgress;

  /** A position in the words of a log line: `line 17 of nyc.csv.gz`. */
  describePosition(position: number): string;

  /** What may be wrong with the readings so far although they could be read, each in the words of a log line. */
  warnings?(): readonly string[];
}

export interface SourceProgress {
  /** Readings and rows taken so far, those that were skipped among them. */
  readonly read: number;
  /** From 0 to 1; undefined for a source without an end. */
  readonly fraction: number | undefined;
}

/** Told of everything that a source leaves out: where it stands, in words, and why it cannot be sent. */
export type OnSkipped = (where: string, reason: string) => void;
