import { PartitionReader, type KafkaConnection } from '@weather/kafka-client';
import { StoreSnapshot, type ExceedanceDiscrepancy, type WeatherDatabase } from '@weather/weather-store';
import type { ConsumptionConfig } from '../cli-config.ts';
import { checkPartitions, type PartitionState } from './check-partitions.ts';
import { ReadingComparison, type ComparisonSummary } from './compare-readings.ts';
import { Faults, type Fault, type FaultExample } from './faults.ts';
import { indexLetters } from './letter-index.ts';

export interface VerificationOptions {
  readonly database: WeatherDatabase;
  readonly connection: KafkaConnection;
  readonly consumption: Readonly<ConsumptionConfig>;
  readonly deadLetterTopic: string;
  /** Leaves out the comparison record by record. */
  readonly quick: boolean;
  readonly maxExamples: number;
  readonly progress: (text: () => string) => void;
  readonly signal: AbortSignal;
}

/** What was looked at and what was found. */
export interface VerificationReport {
  readonly topic: string;
  readonly group: string;
  readonly partitions: readonly PartitionState[];
  readonly rows: number;
  /** `undefined` when records were not compared. */
  readonly compared: ComparisonSummary | undefined;
  /** What could not be told. */
  readonly notes: readonly string[];
  readonly faults: readonly Fault[];
}

/**
 * Compares what Kafka has with what the tables say at one instant, so that readings that flow meanwhile are no fault: the
 * tables first, then the ends of the partitions, and of the records only those below the positions. Outages are waited
 * out; after one of the database it begins anew.
 * @throws WaitAbortedError when the signal is aborted.
 */
export async function verify(options: VerificationOptions): Promise<VerificationReport> {
  const { database, connection, consumption, signal } = options;
  const reader = await PartitionReader.connect({ connection, topic: consumption.topic, signal });
  try {
    return await database.whenReachable(
      () => StoreSnapshot.take(database, (snapshot) => verifySnapshot(snapshot, reader, options)),
      { signal },
    );
  } finally {
    await reader.close();
  }
}

async function verifySnapshot(
  snapshot: StoreSnapshot,
  reader: PartitionReader,
  options: VerificationOptions,
): Promise<VerificationReport> {
  const { consumption, quick, maxExamples } = options;
  const { topic, groupId } = consumption;
  const faults = new Faults(maxExamples);
  const notes: string[] = [];
  const accounts = await snapshot.partitionProgress(groupId, topic);
  if (accounts.length === 0) notes.push(`the group ${groupId} has stored nothing of ${topic}`);
  const partitions = checkPartitions(topic, accounts, await reader.bounds(), faults);
  const rows = await checkRowCount(snapshot, faults);
  const { readingsSince } = await snapshot.retentionCutoff();
  await checkAlerts(snapshot, readingsSince, options, faults);
  const compared = quick
    ? undefined
    : await compare(snapshot, reader, { ...options, readingsSince, partitions, faults, notes });
  return { topic, group: groupId, partitions, rows, compared, notes, faults: faults.list() };
}

async function checkRowCount(snapshot: StoreSnapshot, faults: Faults): Promise<number> {
  const { counted, rows } = await snapshot.readingCounts();
  const { deletedCount } = await snapshot.retentionCutoff();
  if (counted !== rows + deletedCount) {
    const dropped = deletedCount === 0 ? '' : ` and ${deletedCount} were dropped`;
    const detail = `reading has ${rows} rows${dropped}, the counts of all groups say ${counted} were stored`;
    faults.add('row-count', { detail }, Math.abs(rows + deletedCount - counted));
  }
  return rows;
}

async function checkAlerts(
  snapshot: StoreSnapshot,
  readingsSince: number,
  { consumption, maxExamples, progress }: VerificationOptions,
  faults: Faults,
): Promise<void> {
  progress(() => 'alerts');
  const found = await snapshot.compareExceedances({
    thresholdCelsius: consumption.alertThresholdCelsius,
    readingsSince,
    examples: maxExamples,
  });
  for (const kind of ['missing', 'extra', 'wrong'] as const) {
    const { count, examples } = found[kind];
    faults.addAll(`alert-${kind}`, count, examples.map(alertExample));
  }
}

function alertExample({ stationId, observedAt, inReading, inWarnings }: ExceedanceDiscrepancy): FaultExample {
  const detail = `${inReading ?? 'no'} °C in reading, ${inWarnings ?? 'no'} °C in warning_temperatures`;
  return { stationId, observedAt: new Date(observedAt).toISOString(), detail };
}

async function compare(
  snapshot: StoreSnapshot,
  reader: PartitionReader,
  options: VerificationOptions & {
    readonly readingsSince: number;
    readonly partitions: readonly PartitionState[];
    readonly faults: Faults;
    readonly notes: string[];
  },
): Promise<ComparisonSummary> {
  const { connection, consumption, deadLetterTopic, signal, notes, partitions } = options;
  const { topic, legacyTimeZone } = consumption;
  const letters = await indexLetters({ connection, topic: deadLetterTopic, signal }, topic);
  const compared = await new ReadingComparison({
    ...options,
    topic,
    legacyTimeZone,
    reader,
    snapshot,
    letters,
  }).run();
  if (!letters.isWhole) {
    notes.push(
      `missing dead letters cannot be told: ${deadLetterTopic} has lost its beginning, and a missing reading may have been there`,
    );
  }
  if (compared.rowsOfDeleted > 0) {
    notes.push(
      `${compared.rowsOfDeleted} rows have other values than the records: Kafka has deleted records that may explain them`,
    );
  }
  if (!compared.extraRowsTold) notes.push(`extra rows cannot be told: ${beginnings(topic, partitions)}`);
  return compared;
}

function beginnings(topic: string, partitions: readonly PartitionState[]): string {
  const late = partitions.filter(({ earliest }) => earliest > 0);
  if (late.length === 0) return `Kafka has removed the beginning of ${topic} meanwhile`;
  return late
    .map(({ partition, earliest }) => `${topic}/${partition} begins at offset ${earliest}`)
    .join(', ');
}
