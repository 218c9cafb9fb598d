import { createReadStream } from 'node:fs';
import { formatError } from '@weather/service-runtime';
import { decodeFaultLabel, decodeTruthHeader } from '@weather/weather-schema';
import { usageError } from '../parse-options.ts';
import { Truth } from './truth.ts';

/**
 * Reads a side file of the simulator.
 * @throws UsageError naming the line that is none of such a file, or why it cannot be read.
 */
export async function readTruth(path: string): Promise<Truth> {
  try {
    return await truthOf(linesOf(createReadStream(path, 'utf8')));
  } catch (error) {
    throw usageError(`--truth "${path}": ${formatError(error)}`);
  }
}

/** Other than those of `readline`, errors of the stream come through. */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/**
 * The truth that the lines tell. A last line that is broken is left out: the simulator is writing it, or was killed then.
 * @throws Error naming the first line that is none of a side file.
 */
export async function truthOf(lines: AsyncIterable<string> | Iterable<string>): Promise<Truth> {
  let truth: Truth | undefined;
  let number = 0;
  let broken: number | undefined;
  for await (const line of lines) {
    number++;
    if (broken !== undefined) throw new Error(`line ${broken} is no label of a fault`);
    if (truth === undefined) truth = truthOfHeader(line);
    else if (!addLabel(truth, line)) broken = number;
  }
  if (truth === undefined) throw new Error('is empty');
  return truth;
}

function truthOfHeader(line: string): Truth {
  const header = decodeTruthHeader(line);
  if (header === undefined) throw new Error('line 1 does not name the stations of a simulation');
  return new Truth(header.stations);
}

function addLabel(truth: Truth, line: string): boolean {
  const label = decodeFaultLabel(line);
  if (label !== undefined) truth.add(label);
  return label !== undefined;
}
