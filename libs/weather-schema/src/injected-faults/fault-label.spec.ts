import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QUANTITY_NAMES } from '../reading/quantities.ts';
import { timestamps } from '../testing/arbitraries.ts';
import { decodeFaultLabel, encodeFaultLabel, FAULT_NAMES, type FaultLabel } from './fault-label.ts';
import { decodeTruthHeader, encodeTruthHeader } from './ground-truth-header.ts';

const NOON = Date.UTC(2026, 6, 1, 12);
const SPIKE: FaultLabel = {
  fault: 'spike',
  stationId: 'paris',
  since: NOON,
  trueObservedAt: NOON,
  observedAt: NOON,
  quantity: 'temperature',
  trueValue: 21.4,
  sentValue: 46.1,
};

const values = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const labels: fc.Arbitrary<FaultLabel> = fc.record(
  {
    fault: fc.constantFrom(...FAULT_NAMES),
    stationId: fc.string(),
    since: timestamps,
    trueObservedAt: timestamps,
    observedAt: timestamps,
    quantity: fc.constantFrom(...QUANTITY_NAMES),
    trueValue: values,
    sentValue: values,
  },
  { requiredKeys: ['fault', 'stationId', 'since', 'trueObservedAt'], noNullPrototype: true },
);

describe('a label of a fault', () => {
  it('is a line of JSON with its times in ISO 8601', () => {
    expect(encodeFaultLabel(SPIKE)).toBe(
      '{"fault":"spike","stationId":"paris","since":"2026-07-01T12:00:00.000Z",' +
        '"trueObservedAt":"2026-07-01T12:00:00.000Z","observedAt":"2026-07-01T12:00:00.000Z",' +
        '"quantity":"temperature","trueValue":21.4,"sentValue":46.1}',
    );
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(labels, (label) => {
        expect(decodeFaultLabel(encodeFaultLabel(label))).toEqual(label);
      }),
    );
  });

  it.each(['', '{', 'null', '7', '[]', '{}', '{"fault":"spike"}'])('is not read from %s', (line) => {
    expect(decodeFaultLabel(line)).toBeUndefined();
  });

  it.each([
    ['fault', 'rust'],
    ['stationId', 7],
    ['since', 'noon'],
    ['trueObservedAt', null],
    ['observedAt', '2026-07-01'],
    ['quantity', 'colour'],
  ])('is not read with %s %j', (field, value) => {
    const fields = JSON.parse(encodeFaultLabel(SPIKE)) as object;
    expect(decodeFaultLabel(JSON.stringify({ ...fields, [field]: value }))).toBeUndefined();
  });
});

describe('the header of a side file', () => {
  it('is read back as it was written', () => {
    const header = { stations: ['paris', 'bangkok'], simulation: { seed: 8, faults: 'spike=0.1' } };
    expect(decodeTruthHeader(encodeTruthHeader(header))).toEqual(header);
  });

  it.each(['', 'null', '[]', '{}', '{"stations":[1],"simulation":{}}', encodeFaultLabel(SPIKE)])(
    'is not read from %s',
    (line) => {
      expect(decodeTruthHeader(line)).toBeUndefined();
    },
  );
});
