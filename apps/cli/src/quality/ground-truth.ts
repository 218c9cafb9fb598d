import { createReadStream } from 'node:fs';
import { formatError } from '@weather/service-runtime';
import {
  decodeFaultLabel,
  decodeTruthHeader,
  type FaultLabel,
  type FaultName,
} from '@weather/weather-schema';
import { usageError } from '../parse-options.ts';

/** The number of readings with a fault, and of its occurrences. */
export interface FaultExtent {
  readonly readings: number;
  readonly occurrences: number;
}

const NO_LABELS: readonly FaultLabel[] = [];

/**
 * All faults that the simulator has injected, by station and time. A repeated label counts once, since a restarted
 * simulation writes the same labels again. Takes some 400 bytes per label.
 */
export class GroundTruth {
  readonly #labels = new Map<string, Map<number, FaultLabel[]>>();
  readonly #readings = new Map<FaultName, number>();
  readonly #occurrences = new Map<FaultName, Set<string>>();
  #from = Number.POSITIVE_INFINITY;
  #to = Number.NEGATIVE_INFINITY;

  /** @param stationIds the IDs of all stations of the simulation. */
  constructor(readonly stationIds: readonly string[]) {}

  add(label: FaultLabel): void {
    const { fault, quantity, trueObservedAt, observedAt = trueObservedAt } = label;
    const labels = this.#labelsAt(label.stationId, observedAt);
    if (labels.some((known) => known.fault === fault && known.quantity === quantity)) return;
    if (!labels.some((known) => known.fault === fault)) {
      this.#readings.set(fault, (this.#readings.get(fault) ?? 0) + 1);
    }
    labels.push(label);
    const occurrences = this.#occurrences.get(fault) ?? new Set();
    this.#occurrences.set(fault, occurrences.add(occurrenceKey(label)));
    this.#from = Math.min(this.#from, observedAt, trueObservedAt);
    this.#to = Math.max(this.#to, observedAt, trueObservedAt);
  }

  /** The times of the first and the last labelled reading, in milliseconds since the epoch; undefined if there is none. */
  get span(): { readonly from: number; readonly to: number } | undefined {
    return this.#from <= this.#to ? { from: this.#from, to: this.#to } : undefined;
  }

  extent(fault: FaultName): FaultExtent {
    return { readings: this.#readings.get(fault) ?? 0, occurrences: this.#occurrences.get(fault)?.size ?? 0 };
  }

  /** The labels of the reading that a station has sent with this time, or has not sent because of a gap. */
  labels(stationId: string, observedAt: number): readonly FaultLabel[] {
    return this.#labels.get(stationId)?.get(observedAt) ?? NO_LABELS;
  }

  #labelsAt(stationId: string, observedAt: number): FaultLabel[] {
    const stationLabels = this.#labels.get(stationId) ?? new Map<number, FaultLabel[]>();
    this.#labels.set(stationId, stationLabels);
    const labels = stationLabels.get(observedAt) ?? [];
    stationLabels.set(observedAt, labels);
    return labels;
  }
}

/** Identifies the occurrence of a fault that a label belongs to, among those of the same fault. */
export function occurrenceKey({ stationId, since }: FaultLabel): string {
  return `${stationId} ${since}`;
}

/**
 * Reads the side file of a simulation.
 * @throws UsageError naming the invalid line, or why the file cannot be read.
 */
export async function readGroundTruth(path: string): Promise<GroundTruth> {
  try {
    return await parseGroundTruth(readLines(createReadStream(path, 'utf8')));
  } catch (error) {
    throw usageError(`--ground-truth "${path}": ${formatError(error)}`);
  }
}

/** Splits chunks into lines. Unlike `readline`, it passes on errors of the stream. */
async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/**
 * Parses the lines of a side file. A broken last line is ignored: the simulator is writing it, or was killed meanwhile.
 * @throws Error naming the first invalid line.
 */
export async function parseGroundTruth(
  lines: AsyncIterable<string> | Iterable<string>,
): Promise<GroundTruth> {
  let groundTruth: GroundTruth | undefined;
  let number = 0;
  let broken: number | undefined;
  for await (const line of lines) {
    number++;
    if (broken !== undefined) throw new Error(`line ${broken} is not a fault label`);
    if (groundTruth === undefined) groundTruth = parseHeader(line);
    else if (!addLabel(groundTruth, line)) broken = number;
  }
  if (groundTruth === undefined) throw new Error('is empty');
  return groundTruth;
}

function parseHeader(line: string): GroundTruth {
  const header = decodeTruthHeader(line);
  if (header === undefined) throw new Error('line 1 does not name the stations of a simulation');
  return new GroundTruth(header.stations);
}

function addLabel(groundTruth: GroundTruth, line: string): boolean {
  const label = decodeFaultLabel(line);
  if (label !== undefined) groundTruth.add(label);
  return label !== undefined;
}
