import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { ConfigurationError, formatError } from '@weather/service-runtime';
import {
  encodeFaultLabel,
  encodeTruthHeader,
  type FaultLabel,
  type TruthHeader,
} from '@weather/weather-schema';
import type { TruthLog } from './truth-log.ts';

const SETTING = 'SIMULATION_FAULT_LOG';
const LINE_END = '\n';
/** No label is as long. */
const LONGEST_LABEL = 4_096;

/**
 * The side file with the truth: a header that says whose it is, then a line for each label. What is appended is with the
 * system when `append` returns, so that a killed process has sent nothing whose truth is not there.
 */
export class TruthFile implements TruthLog {
  private constructor(
    private readonly path: string,
    private readonly file: number,
  ) {}

  /**
   * Begins a file, or goes on with that of the same simulation. Nothing else is ever overwritten.
   * @throws ConfigurationError when the file holds anything else or cannot be written.
   */
  static open(path: string, header: TruthHeader): TruthFile {
    const file = orUnusable(path, () => openSync(path, 'a+'));
    if (orUnusable(path, () => begin(file, `${encodeTruthHeader(header)}${LINE_END}`))) {
      return new TruthFile(path, file);
    }
    closeSync(file);
    throw ConfigurationError.of(
      SETTING,
      `"${path}" holds something else than the faults of this simulation: name another file, or remove it`,
    );
  }

  /** @throws Error that names the setting when the labels cannot be written. */
  append(labels: readonly FaultLabel[]): void {
    if (labels.length === 0) return;
    try {
      appendFileSync(this.file, labels.map((label) => `${encodeFaultLabel(label)}${LINE_END}`).join(''));
    } catch (error) {
      throw new Error(`${SETTING}: "${this.path}" cannot be written: ${formatError(error)}`, {
        cause: error,
      });
    }
  }

  close(): void {
    closeSync(this.file);
  }
}

function orUnusable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ConfigurationError.of(SETTING, `"${path}" cannot be written: ${formatError(error)}`);
  }
}

/** @returns whether the file is the simulation's whose header it is. */
function begin(file: number, header: string): boolean {
  const { size } = fstatSync(file);
  if (size === 0) appendFileSync(file, header);
  else if (textAt(file, 0, Buffer.byteLength(header)) !== header) return false;
  else dropBrokenLine(file, size);
  return true;
}

/** A process that was killed may have left the beginning of a line. */
function dropBrokenLine(file: number, size: number): void {
  const start = Math.max(0, size - LONGEST_LABEL);
  const end = textAt(file, start, LONGEST_LABEL);
  const brokenLine = end.slice(end.lastIndexOf(LINE_END) + 1);
  if (brokenLine !== '') ftruncateSync(file, size - Buffer.byteLength(brokenLine));
}

function textAt(file: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, position));
}
