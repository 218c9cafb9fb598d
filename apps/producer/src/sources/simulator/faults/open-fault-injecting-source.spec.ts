import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { ManualClock } from '../../../testing/manual-clock.ts';
import type { Source } from '../../source.ts';
import { openSimulator } from '../open-simulator.ts';
import { SimulatorConfig } from '../simulator-config.ts';
import { SimulatorSource } from '../simulator-source.ts';
import { FaultInjectingSource } from './fault-injecting-source.ts';

function open(settings: Partial<SimulatorConfig>): Source {
  return openSimulator(Object.assign(new SimulatorConfig(), settings), {
    clock: new ManualClock(),
    logger: silentLogger(),
  });
}

describe('openSimulator', () => {
  it('opens a source that injects faults only if faults are configured', () => {
    for (const settings of [{}, { faults: 'spike=0,late=0' }]) {
      expect(open(settings)).toBeInstanceOf(SimulatorSource);
      expect(open(settings)).not.toBeInstanceOf(FaultInjectingSource);
    }
    expect(open({ faults: 'spike=0.1' })).toBeInstanceOf(FaultInjectingSource);
  });

  it('rejects a ground-truth file without faults', () => {
    expect(() => open({ groundTruthPath: 'truth.jsonl' })).toThrow(
      'SIMULATION_GROUND_TRUTH_PATH: requires faults in SIMULATION_FAULTS',
    );
  });

  it('fails if it would hold back more readings than fit into memory', () => {
    expect(open({ faults: 'late=1' })).toBeInstanceOf(FaultInjectingSource);
    expect(() => open({ faults: 'late=0.2', stations: 1_000 })).toThrow(
      'SIMULATION_FAULTS: "late=0.2" holds up to 120000 readings back at a time; expected at most 100000',
    );
  });
});
