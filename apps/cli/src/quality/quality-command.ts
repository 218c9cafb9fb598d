import { WaitAbortedError, type Sections } from '@weather/service-runtime';
import type { StoreSnapshot } from '@weather/weather-store/snapshot';
import { ReaderDatabaseConfig } from '../cli-config.ts';
import { defineCommand, withSnapshot, type CommandContext } from '../define-command.ts';
import { formatJson } from '../format.ts';
import { parseOptions, usageError } from '../parse-options.ts';
import { ConfusionCounts, type QualityReport } from './confusion-counts.ts';
import { formatQuality } from './format-quality.ts';
import { readGroundTruth, type GroundTruth } from './ground-truth.ts';

const OPTIONS = { 'ground-truth': { type: 'string' }, json: { type: 'boolean' } } as const;

export const QUALITY_COMMAND = defineCommand({
  name: 'quality',
  summary: 'compares the quality flags with the faults that the simulator has injected.',
  sections: { database: ReaderDatabaseConfig },
  parse: (args) => {
    const { 'ground-truth': path, json = false } = parseOptions(args, OPTIONS);
    if (path === undefined) throw usageError('quality needs --ground-truth FILE');
    return { path, json };
  },
  run: async ({ path, json }, context) => {
    const groundTruth = await readGroundTruth(path);
    const report = await withSnapshot(context, (snapshot) => countFlags(snapshot, groundTruth, context));
    return { output: json ? formatJson(report) : formatQuality(report), ok: true };
  },
});

/** @throws WaitAbortedError when the signal is aborted. */
async function countFlags(
  snapshot: StoreSnapshot,
  groundTruth: GroundTruth,
  { progress, signal }: Pick<CommandContext<Sections>, 'progress' | 'signal'>,
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
