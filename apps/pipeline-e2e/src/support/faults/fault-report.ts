import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { faultSettings } from './fault-settings.ts';
import { WORKSPACE } from '../stack/workspace.ts';

/** What became of one case. */
export interface FaultResult {
  readonly fault: string;
  readonly rounds: number;
  readonly readingsSent: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  /** From the end of a fault to the next stored batch, the longest of all rounds; null where no fault has an end. */
  readonly slowestRecoveryMs: number | null;
  readonly repeatedDeadLetters: number;
  /** The most lines that one app wrote in one second, without the lines that tell of readings. */
  readonly logLinesInOneSecond: number;
  /** Of one core, of a consumer that waits; null where it was not measured. */
  readonly waitingCpuPercent: number | null;
  readonly passed: boolean;
}

/** The results of one file of the suite. */
export interface FaultReport {
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
const MS_PER_SECOND = 1_000;
const BYTES_OF_DATE = 10;

/**
 * Writes the results of a file to `dist/faults` and the table of all files that were run to `report.md` there.
 * @returns the rows of this file.
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
  await writeFile(join(FOLDER, TABLE), reportTable(await allReports()));
  return reportTable([report]);
}

async function allReports(): Promise<FaultReport[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.json')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(FOLDER, name), 'utf8')));
  return texts.map((text) => JSON.parse(text) as FaultReport);
}

/** A Markdown table of what was run, when and where. */
export function reportTable(reports: readonly FaultReport[]): string {
  const rows = reports.flatMap(({ results }) => results.map(rowOf));
  const origins = reports.map(
    ({ file, at, machine, seed, form, seconds }) =>
      `- ${file}: ${at.slice(0, BYTES_OF_DATE)}, ${form} form, ${seconds} s, seed ${seed}, ${machine}`,
  );
  return `${[HEAD, RULE, ...rows, '', ...origins].join('\n')}\n`;
}

const HEAD =
  '| fault | rounds | readings sent | lost | doubled | wrong | slowest recovery | dead letters repeated | log lines/s | CPU waiting |';
const RULE = '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |';

function rowOf(result: FaultResult): string {
  const { fault, rounds, readingsSent, lost, doubled, wrong, slowestRecoveryMs, waitingCpuPercent } = result;
  const recovery = slowestRecoveryMs === null ? '' : `${(slowestRecoveryMs / MS_PER_SECOND).toFixed(1)} s`;
  const cpu = waitingCpuPercent === null ? '' : `${waitingCpuPercent.toFixed(1)} %`;
  const name = result.passed ? fault : `**failed**: ${fault}`;
  const { repeatedDeadLetters, logLinesInOneSecond } = result;
  return `| ${[name, rounds, readingsSent, lost, doubled, wrong, recovery, repeatedDeadLetters, logLinesInOneSecond, cpu].join(' | ')} |`;
}
