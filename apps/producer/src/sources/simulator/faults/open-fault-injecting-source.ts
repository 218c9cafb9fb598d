import { ConfigurationError } from '@weather/service-runtime';
import type { SimulatorConfig } from '../simulator-config.ts';
import type { SimulatorSourceOptions } from '../simulator-source.ts';
import { FaultSchedule } from './fault-schedule.ts';
import { parseFaultRates, type FaultRates } from './fault-rates.ts';
import { FaultInjectingSource } from './fault-injecting-source.ts';
import { LONGEST_DELAY_MS } from './injected-faults.ts';
import { GroundTruthFile } from './ground-truth-file.ts';

/** Some 500 bytes each. */
const MAX_HELD_BACK = 100_000;

/**
 * Opens the simulation with the configured faults; undefined if there are none.
 * @throws ConfigurationError for contradictory settings, too much memory, or an unusable file.
 */
export function openFaultInjectingSource(
  config: Readonly<SimulatorConfig>,
  options: SimulatorSourceOptions,
): FaultInjectingSource | undefined {
  const { faults, faultSeed, groundTruthPath, intervalMs } = config;
  const rates = faults === undefined ? undefined : parseFaultRates(faults);
  if (rates === undefined || rates.size === 0) {
    if (groundTruthPath === undefined) return undefined;
    throw ConfigurationError.of('SIMULATION_GROUND_TRUTH_PATH', 'requires faults in SIMULATION_FAULTS');
  }
  requireBoundedMemory(config, rates);
  const schedule = new FaultSchedule({ rates, seed: faultSeed, intervalMs });
  return new FaultInjectingSource(options, schedule, openGroundTruth(config, options));
}

function requireBoundedMemory(
  { faults, stations, intervalMs }: Readonly<SimulatorConfig>,
  rates: FaultRates,
): void {
  const late = (rates.get('late') ?? 0) * Math.max(1, LONGEST_DELAY_MS / intervalMs);
  const held = Math.ceil(stations * (late + (rates.get('out-of-order') ?? 0)));
  if (held <= MAX_HELD_BACK) return;
  throw ConfigurationError.of(
    'SIMULATION_FAULTS',
    `"${faults ?? ''}" holds up to ${held} readings back at a time; expected at most ${MAX_HELD_BACK}, with lower rates, ` +
      'fewer stations or a longer SIMULATION_INTERVAL_MS',
  );
}

function openGroundTruth(
  { groundTruthPath, model, seed, intervalMs, faults = '', faultSeed }: Readonly<SimulatorConfig>,
  { simulation }: SimulatorSourceOptions,
): GroundTruthFile | undefined {
  if (groundTruthPath === undefined) return undefined;
  return GroundTruthFile.open(groundTruthPath, {
    stations: simulation.options.stations.map(({ id }) => id),
    simulation: { model, seed, intervalMs, faults, faultSeed },
  });
}
