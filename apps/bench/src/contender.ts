import type { BenchProcess, SpawnOptions } from './process/bench-process.ts';
import type { Interval, Stopwatch } from './process/stopwatch.ts';

/**
 * Something that is measured: the pipeline itself, a peer, or a limit. The framework calls `measure` once a round, with
 * the rounds of all contenders interleaved, and compares the medians.
 */
export interface Contender {
  /** As in `--only` and in the raw results: `bare-loop`, `connect-upsert`. */
  readonly name: string;
  /** As in the tables of the results. */
  readonly title: string;
  /**
   * Fetches and prepares what it needs, once, before anything is measured.
   * @returns why it cannot run here, such as a program that is missing; undefined when it can.
   */
  prepare?(work: Surroundings): Promise<string | undefined>;
  /** One run: makes or empties its own tables or topics, works, times itself with `work.stopwatch`, checks the outcome. */
  measure(work: Work): Promise<Measurement>;
}

/** The servers, and the means to work with them. */
export interface Surroundings {
  /** `127.0.0.1:9092` */
  readonly brokers: readonly string[];
  /** A user with all rights. */
  readonly database: DatabaseAccess;
  /** For what a contender fetches: a folder that stays from one run of the bench to the next. */
  readonly cache: string;
  /** For what a contender writes: removed at the end. */
  readonly scratch: string;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  /** A line of progress on standard error. */
  readonly progress: (text: string) => void;
  /** One statement in the database of `database`, through a connection that is open already. */
  query<T extends object>(sql: string, parameters?: readonly unknown[]): Promise<T[]>;
  /** A child process that does not outlive the bench. */
  spawn(command: string, args: readonly string[], options?: SpawnOptions): BenchProcess;
  /** A tool of Kafka by its class, such as `org.apache.kafka.tools.ProducerPerformance`, as a child process. */
  kafkaTool(mainClass: string, args: readonly string[], options?: ToolOptions): BenchProcess;
  /** Makes a topic, anew where it is there already. */
  freshTopic(topic: string, partitions: number): Promise<void>;
  /** The records of a topic, over all partitions. */
  topicSize(topic: string): Promise<number>;
}

/** What one run is about. */
export interface Work extends Surroundings {
  /** To read: it holds `records` records, the i-th of which is `loadRecord(i)`. To write: an empty topic. */
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

export interface ToolOptions extends SpawnOptions {
  /** Instead of those for a tool that starts soon and stays small. */
  readonly javaOptions?: readonly string[];
}

/** One run. */
export interface Measurement {
  /** Readings stored or sent within the interval. */
  readonly events: number;
  /**
   * From `work.stopwatch.start(pids)` to `stop()`. For all that drain a topic: from the first committed batch to the last
   * record; `events` are those between. The start of the process is not counted.
   */
  readonly interval: Interval;
  /** Whether everything that should be there afterwards is there. */
  readonly complete: boolean;
  /** From a reading's due moment to its committed row, where readings come at a fixed rate. */
  readonly latency?: Latency;
  /** Further figures of this contender, such as its rate once warm. */
  readonly more?: Readonly<Record<string, number>>;
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}
