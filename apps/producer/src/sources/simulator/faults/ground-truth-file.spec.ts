import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@weather/service-runtime';
import { encodeFaultLabel, encodeTruthHeader, type FaultLabel } from '@weather/weather-schema';
import { GroundTruthFile } from './ground-truth-file.ts';

const HEADER = { stations: ['paris'], simulation: { seed: 8, faults: 'gap=0.1' } };
const FIRST_LINE = `${encodeTruthHeader(HEADER)}\n`;
const NOON = Date.UTC(2026, 6, 1, 12);

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'truth-file-'));
  path = join(directory, 'truth.jsonl');
});
afterEach(() => rm(directory, { recursive: true }));

function gapAt(trueObservedAt: number): FaultLabel {
  return { fault: 'gap', stationId: 'paris', since: NOON, trueObservedAt };
}

function lineOf(label: FaultLabel): string {
  return `${encodeFaultLabel(label)}\n`;
}

describe('GroundTruthFile', () => {
  it('has every label in the file when it has been appended', async () => {
    const groundTruth = GroundTruthFile.open(path, HEADER);
    groundTruth.append([gapAt(NOON), gapAt(NOON + 1)]);
    groundTruth.append([]);
    expect(await readFile(path, 'utf8')).toBe(FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 1)));
    groundTruth.close();
  });

  it('continues the file of the same simulation', async () => {
    for (const timestamp of [NOON, NOON + 1]) {
      const groundTruth = GroundTruthFile.open(path, HEADER);
      groundTruth.append([gapAt(timestamp)]);
      groundTruth.close();
    }
    expect(await readFile(path, 'utf8')).toBe(FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 1)));
  });

  it('drops an incomplete line of a killed process', async () => {
    await writeFile(path, FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 1)).slice(0, -5));
    const groundTruth = GroundTruthFile.open(path, HEADER);
    groundTruth.append([gapAt(NOON + 2)]);
    groundTruth.close();
    expect(await readFile(path, 'utf8')).toBe(FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 2)));
  });

  it.each(['notes of mine\n', 'x', `${encodeTruthHeader({ ...HEADER, simulation: { seed: 9 } })}\n`])(
    'does not change a file that contains %j',
    async (content) => {
      await writeFile(path, content);
      expect(() => GroundTruthFile.open(path, HEADER)).toThrow(
        /SIMULATION_GROUND_TRUTH_PATH: ".*truth\.jsonl" does not belong to this simulation/,
      );
      expect(await readFile(path, 'utf8')).toBe(content);
    },
  );

  it.each(['.', 'missing/truth.jsonl'])('names the setting when %s cannot be written', (name) => {
    const open = (): GroundTruthFile => GroundTruthFile.open(join(directory, name), HEADER);
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(/SIMULATION_GROUND_TRUTH_PATH: ".*" cannot be written: /);
  });
});
