import { MS_PER_SECOND } from '@weather/weather-schema';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { faultSettings } from './fault-settings.ts';
import { WORKSPACE } from '../stack/workspace.ts';

/** The outcome of one case. */
export interface FaultResult {
  readonly fault: string;
  readonly rounds: number;
  readonly readingsSent: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  /** The longest time of all rounds from the end of a fault to the next stored batch; null if the fault has no end. */
  readonly slowestRecoveryMs: number | null;
  readonly repeatedDeadLetters: number;
  /** The most lines that one consumer logged within a second, without the lines about readings. */
  readonly peakLogLinesPerSecond: number;
  /** CPU of a consumer that waits, in percent of one core; null if it was not measured. */
  readonly waitingCpuPercent: number | null;
  readonly passed: boolean;
}

/** The results of one spec file. */
interface FaultReport {
  readonly file: string;
  readonly at: string;
  readonly machine: string;
  readonly seed: number;
  readonly form: string;
  readonly seconds: number;
  readonly results: readonly FaultResult[];
}

const FOLDER = join(WORKSPACE, 'dist/faults');
const TABLE = 'report.md';
const DATE_LENGTH = 10;

/**
 * Writes the results of a spec file to `dist/faults`, and the table of all files to `report.md` there.
 * @returns the table of this file alone.
 */
export async function writeReport(
  file: string,
  results: readonly FaultResult[],
  startedAt: number,
): Promise<string> {
  const report: FaultReport = {
    file,
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
    ...faultSettings(),
    seconds: Math.round((performance.now() - startedAt) / MS_PER_SECOND),
    results,
  };
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, `${file}.json`), JSON.stringify(report, undefined, 2));
  await writeFile(join(FOLDER, TABLE), formatReport(await readReports()));
  return formatReport([report]);
}

async function readReports(): Promise<FaultReport[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as FaultReport);
}

/** Formats a Markdown table of the results, followed by when and where they were measured. */
function formatReport(reports: readonly FaultReport[]): string {
  const rows = reports.flatMap(({ results }) => results.map(formatRow));
  const origins = reports.map(
    ({ file, at, machine, seed, form, seconds }) =>
      `- ${file}: ${at.slice(0, DATE_LENGTH)}, ${form} form, ${seconds} s, seed ${seed}, ${machine}`,
  );
  return `${[HEAD, RULE, ...rows, '', ...origins].join('\n')}\n`;
}

const HEAD =
  '| fault | rounds | readings sent | lost | doubled | wrong | slowest recovery | dead letters repeated | log lines/s | CPU waiting |';
const RULE = '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';

function formatRow(result: FaultResult): string {
  const { fault, rounds, readingsSent, lost, doubled, wrong, slowestRecoveryMs, waitingCpuPercent } = result;
  const recovery = slowestRecoveryMs === null ? '' : `${(slowestRecoveryMs / MS_PER_SECOND).toFixed(1)} s`;
  const cpu = waitingCpuPercent === null ? '' : `${waitingCpuPercent.toFixed(1)} %`;
  const name = result.passed ? fault : `**failed**: ${fault}`;
  const { repeatedDeadLetters, peakLogLinesPerSecond } = result;
  return `| ${[name, rounds, readingsSent, lost, doubled, wrong, recovery, repeatedDeadLetters, peakLogLinesPerSecond, cpu].join(' | ')} |`;
}
