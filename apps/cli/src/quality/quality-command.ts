import { WaitAbortedError } from '@weather/service-runtime';
import { StoreSnapshot } from '@weather/weather-store/snapshot';
import { QUALITY_SECTIONS } from '../cli-config.ts';
import { connectDatabase } from '@weather/weather-store';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { parseOptions, usageError } from '../parse-options.ts';
import { ConfusionCounts, type QualityReport } from './confusion-counts.ts';
import { formatQuality, qualityJson } from './format-quality.ts';
import { readGroundTruth, type GroundTruth } from './ground-truth.ts';

const OPTIONS = { 'ground-truth': { type: 'string' }, json: { type: 'boolean' } } as const;

export const QUALITY_COMMAND = defineCommand({
  name: 'quality',
  summary: 'compares the quality flags with the faults that the simulator has injected.',
  sections: QUALITY_SECTIONS,
  parse: (args) => {
    const { 'ground-truth': path, json = false } = parseOptions(args, OPTIONS);
    if (path === undefined) throw usageError('quality needs --ground-truth FILE');
    return { path, json };
  },
  run: async ({ path, json }, context) => {
    const groundTruth = await readGroundTruth(path);
    const database = await connectDatabase(context);
    const report = await database.withRetry(
      () => StoreSnapshot.take(database, (snapshot) => assessQuality(snapshot, groundTruth, context)),
      { signal: context.signal },
    );
    return { output: json ? qualityJson(report) : formatQuality(report), ok: true };
  },
});

/** @throws WaitAbortedError when the signal is aborted. */
async function assessQuality(
  snapshot: StoreSnapshot,
  groundTruth: GroundTruth,
  { progress, signal }: CommandContext<typeof QUALITY_SECTIONS>,
): Promise<QualityReport> {
  const counts = new ConfusionCounts(groundTruth);
  const { span, stationIds } = groundTruth;
  if (span === undefined) return counts.report();
  for await (const page of snapshot.qualities({ stationIds, ...span })) {
    if (signal.aborted) throw new WaitAbortedError('no longer reading the table');
    for (const row of page) counts.add(row);
    progress(() => `${counts.rows} rows`);
  }
  return counts.report();
}
