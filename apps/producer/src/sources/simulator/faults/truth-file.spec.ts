import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@weather/service-runtime';
import { encodeFaultLabel, encodeTruthHeader, type FaultLabel } from '@weather/weather-schema';
import { TruthFile } from './truth-file.ts';

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

describe('TruthFile', () => {
  it('has every label in the file when it has been appended', async () => {
    const truth = TruthFile.open(path, HEADER);
    truth.append([gapAt(NOON), gapAt(NOON + 1)]);
    truth.append([]);
    expect(await readFile(path, 'utf8')).toBe(FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 1)));
    truth.close();
  });

  it('goes on with the file of the same simulation', async () => {
    for (const instant of [NOON, NOON + 1]) {
      const truth = TruthFile.open(path, HEADER);
      truth.append([gapAt(instant)]);
      truth.close();
    }
    expect(await readFile(path, 'utf8')).toBe(FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 1)));
  });

  it('drops the beginning of a line that a killed process has left', async () => {
    await writeFile(path, FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 1)).slice(0, -5));
    const truth = TruthFile.open(path, HEADER);
    truth.append([gapAt(NOON + 2)]);
    truth.close();
    expect(await readFile(path, 'utf8')).toBe(FIRST_LINE + lineOf(gapAt(NOON)) + lineOf(gapAt(NOON + 2)));
  });

  it.each(['notes of mine\n', 'x', `${encodeTruthHeader({ ...HEADER, simulation: { seed: 9 } })}\n`])(
    'leaves a file alone that holds %j',
    async (content) => {
      await writeFile(path, content);
      expect(() => TruthFile.open(path, HEADER)).toThrow(
        /SIMULATION_FAULT_LOG: ".*truth\.jsonl" holds something else than the faults of this simulation/,
      );
      expect(await readFile(path, 'utf8')).toBe(content);
    },
  );

  it.each(['.', 'missing/truth.jsonl'])('names the setting when %s cannot be written', (name) => {
    const open = (): TruthFile => TruthFile.open(join(directory, name), HEADER);
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow(/SIMULATION_FAULT_LOG: ".*" cannot be written: /);
  });
});
