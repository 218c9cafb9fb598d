import { describe, expect, it } from '@jest/globals';
import { silentLogger } from '@weather/service-runtime';
import { ManualClock } from '../../manual-clock.ts';
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
  it('has nothing of faults on its way when there are to be none', () => {
    expect(open({})).toBeInstanceOf(SimulatorSource);
    expect(open({ faults: 'spike=0,late=0' })).toBeInstanceOf(SimulatorSource);
    expect(open({ faults: 'spike=0.1' })).toBeInstanceOf(FaultInjectingSource);
  });

  it('rejects a side file that nothing would be written to', () => {
    expect(() => open({ groundTruthPath: 'truth.jsonl' })).toThrow(
      'SIMULATION_GROUND_TRUTH_PATH: requires faults in SIMULATION_FAULTS',
    );
  });

  it('rejects to hold back more readings than there is memory for', () => {
    expect(open({ faults: 'late=1' })).toBeInstanceOf(FaultInjectingSource);
    expect(() => open({ faults: 'late=0.2', stations: 1_000 })).toThrow(
      'SIMULATION_FAULTS: "late=0.2" holds up to 120000 readings back at a time; expected at most 100000',
    );
  });
});
