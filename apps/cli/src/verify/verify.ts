import { PartitionReader, type KafkaConnection } from '@weather/kafka-client';
import type { WeatherDatabase } from '@weather/weather-store';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import type { ConsumptionConfig } from '../cli-config.ts';
import { indexDeadLetters } from '../dead-letters/dead-letter-topic.ts';
import { checkPartitions, type PartitionState } from './check-partitions.ts';
import { ReadingComparison, type ComparisonSummary } from './compare-readings.ts';
import { Discrepancies, type Discrepancy } from './discrepancies.ts';

export interface VerificationOptions {
  readonly database: WeatherDatabase;
  readonly connection: KafkaConnection;
  readonly consumption: Readonly<ConsumptionConfig>;
  readonly deadLetterTopic: string;
  /** Skips the comparison record by record. */
  readonly quick: boolean;
  readonly maxExamples: number;
  readonly progress: (text: () => string) => void;
  readonly signal: AbortSignal;
}

export interface VerificationReport {
  readonly topic: string;
  readonly group: string;
  readonly partitions: readonly PartitionState[];
  readonly rows: number;
  /** `undefined` if records were not compared. */
  readonly compared: ComparisonSummary | undefined;
  /** What could not be verified. */
  readonly notes: readonly string[];
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * Compares Kafka with a consistent snapshot of the tables. So that readings that flow meanwhile make no difference, the
 * snapshot comes first, then the ends of the partitions, and only records below the committed offsets are compared.
 * Waits until an outage is over; after one of the database it starts again.
 * @throws WaitAbortedError when the signal is aborted.
 */
export async function verify(options: VerificationOptions): Promise<VerificationReport> {
  const { database, connection, consumption, signal } = options;
  const reader = await PartitionReader.connect({ connection, topic: consumption.topic, signal });
  try {
    return await database.withRetry(
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
  const discrepancies = new Discrepancies(maxExamples);
  const notes: string[] = [];
  const progress = await snapshot.partitionProgress(groupId, topic);
  if (progress.length === 0) notes.push(`the group ${groupId} has stored nothing from ${topic}`);
  const partitions = checkPartitions(topic, progress, await reader.bounds(), discrepancies);
  const rows = await checkRowCount(snapshot, discrepancies);
  const { readingsSince } = await snapshot.retentionCutoff();
  await checkExceedances(snapshot, readingsSince, options, discrepancies);
  const compared = quick
    ? undefined
    : await compareReadings(snapshot, reader, {
        ...options,
        readingsSince,
        partitions,
        discrepancies,
        notes,
      });
  return { topic, group: groupId, partitions, rows, compared, notes, discrepancies: discrepancies.list() };
}

async function checkRowCount(snapshot: StoreSnapshot, discrepancies: Discrepancies): Promise<number> {
  const { counted, rows } = await snapshot.readingCounts();
  const { deletedCount } = await snapshot.retentionCutoff();
  if (counted !== rows + deletedCount) {
    const deleted = deletedCount === 0 ? '' : ` and ${deletedCount} were deleted`;
    const detail = `reading has ${rows} rows${deleted}, but all groups have counted ${counted} as stored`;
    discrepancies.add('row-count', { detail }, Math.abs(rows + deletedCount - counted));
  }
  return rows;
}

async function checkExceedances(
  snapshot: StoreSnapshot,
  readingsSince: number,
  { consumption, maxExamples, progress }: VerificationOptions,
  discrepancies: Discrepancies,
): Promise<void> {
  progress(() => 'exceedances');
  const found = await snapshot.compareExceedances({
    thresholdCelsius: consumption.alertThresholdCelsius,
    readingsSince,
    examples: maxExamples,
  });
  for (const kind of ['missing', 'extra', 'wrong'] as const) {
    const { count, examples } = found[kind];
    discrepancies.addAll(
      `exceedance-${kind}`,
      count,
      examples.map(({ stationId, observedAt, inReading, inWarnings }) => ({
        stationId,
        observedAt: new Date(observedAt).toISOString(),
        detail: `${inReading ?? 'no'} °C in reading, ${inWarnings ?? 'no'} °C in warning_temperatures`,
      })),
    );
  }
}

async function compareReadings(
  snapshot: StoreSnapshot,
  reader: PartitionReader,
  options: VerificationOptions & {
    readonly readingsSince: number;
    readonly partitions: readonly PartitionState[];
    readonly discrepancies: Discrepancies;
    readonly notes: string[];
  },
): Promise<ComparisonSummary> {
  const { connection, consumption, deadLetterTopic, signal, notes, partitions } = options;
  const { topic, legacyTimeZone } = consumption;
  const deadLetters = await indexDeadLetters({ connection, topic: deadLetterTopic, signal }, topic);
  const compared = await new ReadingComparison({
    ...options,
    topic,
    legacyTimeZone,
    reader,
    snapshot,
    deadLetters,
  }).run();
  if (!deadLetters.isComplete) {
    notes.push(
      `missing dead letters cannot be detected: the beginning of ${deadLetterTopic} was deleted, and a missing reading may have been there`,
    );
  }
  if (compared.unverifiableRows > 0) {
    notes.push(
      `${compared.unverifiableRows} rows have other values than the records, but records deleted by Kafka may explain them`,
    );
  }
  if (!compared.extraRowsDetected) {
    notes.push(`extra rows cannot be detected: ${formatBeginnings(topic, partitions)}`);
  }
  return compared;
}

function formatBeginnings(topic: string, partitions: readonly PartitionState[]): string {
  const truncated = partitions.filter(({ earliest }) => earliest > 0);
  if (truncated.length === 0) return `Kafka has deleted the beginning of ${topic} meanwhile`;
  return truncated
    .map(({ partition, earliest }) => `${topic}/${partition} starts at offset ${earliest}`)
    .join(', ');
}
