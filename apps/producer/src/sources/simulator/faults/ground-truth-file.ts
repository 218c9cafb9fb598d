import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { ConfigurationError, formatError } from '@weather/service-runtime';
import {
  encodeFaultLabel,
  encodeTruthHeader,
  type FaultLabel,
  type TruthHeader,
} from '@weather/weather-schema';

const SETTING = 'SIMULATION_GROUND_TRUTH_PATH';
const LINE_END = '\n';
/** Longer than any label. */
const LONGEST_LABEL = 4_096;

/**
 * The ground-truth file: a header that identifies the simulation, then a line for each label. Appended lines are handed to the
 * operating system when `append` returns, so that a killed process has sent no fault that is not in the file.
 */
export class GroundTruthFile {
  private constructor(
    private readonly path: string,
    private readonly file: number,
  ) {}

  /**
   * Creates a file, or continues that of the same simulation. No other file is ever overwritten.
   * @throws ConfigurationError when the file has other contents or cannot be written.
   */
  static open(path: string, header: TruthHeader): GroundTruthFile {
    const file = orConfigurationError(path, () => openSync(path, 'a+'));
    if (orConfigurationError(path, () => openWithHeader(file, `${encodeTruthHeader(header)}${LINE_END}`))) {
      return new GroundTruthFile(path, file);
    }
    closeSync(file);
    throw ConfigurationError.of(
      SETTING,
      `"${path}" does not belong to this simulation: choose another file, or remove it`,
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

function orConfigurationError<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ConfigurationError.of(SETTING, `"${path}" cannot be written: ${formatError(error)}`);
  }
}

/** @returns whether the file belongs to the simulation of the header. */
function openWithHeader(file: number, header: string): boolean {
  const { size } = fstatSync(file);
  if (size === 0) appendFileSync(file, header);
  else if (readText(file, 0, Buffer.byteLength(header)) !== header) return false;
  else truncateBrokenLine(file, size);
  return true;
}

/** A killed process may have left an incomplete line. */
function truncateBrokenLine(file: number, size: number): void {
  const start = Math.max(0, size - LONGEST_LABEL);
  const end = readText(file, start, LONGEST_LABEL);
  const brokenLine = end.slice(end.lastIndexOf(LINE_END) + 1);
  if (brokenLine !== '') ftruncateSync(file, size - Buffer.byteLength(brokenLine));
}

function readText(file: number, position: number, length: number): string {
  const bytes = Buffer.alloc(length);
  return bytes.toString('utf8', 0, readSync(file, bytes, 0, length, position));
}
