import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resultsPlot } from './results-plot.ts';
import { resultsText, withNotes } from './results-text.ts';
import type { Report } from './report.ts';

/**
 * Writes the results to a folder as text, as a plot and raw. The notes of existing results are kept.
 * @returns the path of the text.
 */
export async function writeResults(report: Report, folder: string): Promise<string> {
  const path = join(folder, 'RESULTS.md');
  await mkdir(folder, { recursive: true });
  const before = await readFile(path, 'utf8').catch(() => '');
  await writeFile(path, withNotes(resultsText(report), before));
  await writeFile(join(folder, 'results.json'), `${JSON.stringify(report, undefined, 2)}\n`);
  await writeFile(join(folder, 'results.svg'), resultsPlot(report));
  return path;
}
