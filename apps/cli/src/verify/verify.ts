import { KafkaConnection, PartitionReader } from '@weather/kafka-client';
import { connectDatabase } from '@weather/weather-store';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import { VERIFY_SECTIONS } from '../cli-config.ts';
import { indexDeadLetters } from '../dead-letters/dead-letter-topic.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { parseExamples, parseOptions } from '../parse-options.ts';
import { checkPartitions, type PartitionState } from './check-partitions.ts';
import { ReadingComparison, type ComparisonSummary } from './compare-readings.ts';
import { Discrepancies } from './discrepancies.ts';
import { formatReport, reportJson, type VerificationReport } from './format-report.ts';

type Context = CommandContext<typeof VERIFY_SECTIONS>;

interface Sources {
  readonly connection: KafkaConnection;
  readonly reader: PartitionReader;
  readonly snapshot: StoreSnapshot;
}

interface Findings {
  /** Earlier readings may have been deleted; in milliseconds since the epoch. */
  readonly readingsSince: number;
  readonly partitions: readonly PartitionState[];
  readonly maxExamples: number;
  readonly discrepancies: Discrepancies;
  readonly notes: string[];
}

const OPTIONS = {
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
  examples: { type: 'string' },
} as const;

/**
 * Compares Kafka with a consistent snapshot of the tables. So that readings that flow meanwhile make no difference, the
 * snapshot comes first, then the ends of the partitions, and only records below the committed offsets are compared.
 * Waits until an outage is over; after one of the database it starts again.
 */
export const VERIFY_COMMAND = defineCommand({
  name: 'verify',
  summary: 'compares Kafka with the tables, record by record.',
  sections: VERIFY_SECTIONS,
  parse: (args) => {
    const { quick = false, json = false, examples } = parseOptions(args, OPTIONS);
    return { quick, json, maxExamples: parseExamples(examples) };
  },
  run: async ({ json, ...request }, context) => {
    const { settings, logger, signal, onStop } = context;
    const database = await connectDatabase(context);
    const connection = new KafkaConnection(settings.kafka, logger);
    const reader = await PartitionReader.connect({ connection, topic: settings.consumption.topic, signal });
    onStop(() => reader.close());
    const report = await database.withRetry(
      () =>
        StoreSnapshot.take(database, (snapshot) =>
          verify({ connection, reader, snapshot }, request, context),
        ),
      { signal },
    );
    return {
      output: json ? reportJson(report) : formatReport(report),
      ok: report.discrepancies.length === 0,
    };
  },
});

/** @throws WaitAbortedError when the signal is aborted. */
async function verify(
  sources: Sources,
  { quick, maxExamples }: { readonly quick: boolean; readonly maxExamples: number },
  context: Context,
): Promise<VerificationReport> {
  const { reader, snapshot } = sources;
  const { topic, groupId } = context.settings.consumption;
  const discrepancies = new Discrepancies(maxExamples);
  const notes: string[] = [];
  const progress = await snapshot.partitionProgress(groupId, topic);
  if (progress.length === 0) notes.push(`the group ${groupId} has stored nothing from ${topic}`);
  const partitions = checkPartitions(topic, progress, await reader.bounds(), discrepancies);
  const rows = await checkRowCount(snapshot, discrepancies);
  const { readingsSince } = await snapshot.retentionCutoff();
  const findings = { readingsSince, partitions, maxExamples, discrepancies, notes };
  await checkExceedances(snapshot, findings, context);
  const compared = quick ? undefined : await compareReadings(sources, findings, context);
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
  { readingsSince, maxExamples, discrepancies }: Findings,
  { settings, progress }: Context,
): Promise<void> {
  progress(() => 'exceedances');
  const found = await snapshot.compareExceedances({
    thresholdCelsius: settings.consumption.alertThresholdCelsius,
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
  { connection, ...sources }: Sources,
  findings: Findings,
  { settings, progress, signal }: Context,
): Promise<ComparisonSummary> {
  const { notes, partitions } = findings;
  const { topic, legacyTimeZone } = settings.consumption;
  const { deadLetterTopic } = settings.deadLetters;
  const deadLetters = await indexDeadLetters({ connection, topic: deadLetterTopic, signal }, topic);
  const options = { ...sources, ...findings, topic, legacyTimeZone, deadLetters, progress };
  const compared = await new ReadingComparison(options).run();
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
