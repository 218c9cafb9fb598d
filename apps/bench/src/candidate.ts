import type { ChildProgram } from '@weather/dev-stack';
import type { Interval, Stopwatch } from './process/stopwatch.ts';

/**
 * Something that is measured: the pipeline itself, a peer, or a limit. `measure` is called once a round, the rounds of all
 * candidates are interleaved, and the medians are compared.
 */
export interface Candidate {
  /** The name for `--only` and in the raw results: `bare-loop`, `connect-upsert`. */
  readonly name: string;
  /** The name in the tables of the results. */
  readonly title: string;
  /**
   * Downloads and prepares its requirements once, before anything is measured.
   * @returns the reason when it cannot run here, such as a missing program; undefined when it can.
   */
  prepare?(work: BenchContext): Promise<string | undefined>;
  /** One run: creates or empties its tables or topics, works, times itself with `work.stopwatch` and checks the outcome. */
  measure(work: Work): Promise<Measurement>;
}

/** The servers and the tools of a run of the bench; its functions may be detached. */
export interface BenchContext {
  /** `127.0.0.1:9092` */
  readonly brokers: readonly string[];
  /** A user with all rights. */
  readonly database: DatabaseAccess;
  /** Folder for downloads, kept between runs of the bench. */
  readonly cache: string;
  /** Folder for temporary files, removed at the end. */
  readonly scratch: string;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Prints a line of progress to standard error. */
  readonly progress: (text: string) => void;
  /** Runs a statement in the database, through an open connection. */
  query<T extends object>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** Starts a child process that does not outlive the bench, with further variables of its environment. */
  spawn(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): ChildProgram;
  /**
   * Starts a Kafka tool by its class, such as `org.apache.kafka.tools.ProducerPerformance`, as a child process.
   * @param javaOptions instead of the options for a quick start and little memory.
   */
  kafkaTool(mainClass: string, args: readonly string[], javaOptions?: readonly string[]): ChildProgram;
  /** Counts the records of a topic over all partitions. */
  topicSize(topic: string): Promise<number>;
}

/** The context and the topic of one run. */
export interface Work extends BenchContext {
  /** For consumers: a topic with `records` records, the i-th of which is `loadRecord(i)`. For producers: an empty topic. */
  readonly topic: string;
  readonly partitions: number;
  readonly records: number;
  readonly stopwatch: Stopwatch;
}

export interface DatabaseAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
}

/** One run. */
export interface Measurement {
  /** Readings stored or sent within the interval. */
  readonly events: number;
  /**
   * From `work.stopwatch.start(pids)` to `stop()`. For consumers: from the first committed batch to the last record;
   * `events` are the records between. The start of the process is not counted.
   */
  readonly interval: Interval;
  /** Whether the result is complete and correct. */
  readonly complete: boolean;
  /** From a reading's due time to its committed row, for readings at a fixed rate. */
  readonly latency?: Latency;
  /** Additional figures of this candidate, such as its rate once warm. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}
