import { ConfigurationError } from '@weather/service-runtime';
import type { SimulatorConfig } from '../simulator-config.ts';
import type { SimulatorSourceOptions } from '../simulator-source.ts';
import { FaultPlan } from './fault-plan.ts';
import { parseFaultRates, type FaultRates } from './fault-rates.ts';
import { FaultySource } from './faulty-source.ts';
import { LONGEST_DELAY_MS } from './late.ts';
import { TruthFile } from './truth-file.ts';

/** Some 500 bytes each. */
const MAX_HELD_BACK = 100_000;

/**
 * The simulation with the faults that the settings ask for; undefined if they ask for none.
 * @throws ConfigurationError when they contradict each other, would take too much memory, or name a file of no use.
 */
export function openFaultySource(
  config: Readonly<SimulatorConfig>,
  options: SimulatorSourceOptions,
): FaultySource | undefined {
  const { faults, faultSeed, faultLog, intervalMs } = config;
  const rates = faults === undefined ? undefined : parseFaultRates(faults);
  if (rates === undefined || rates.size === 0) {
    if (faultLog === undefined) return undefined;
    throw ConfigurationError.of(
      'SIMULATION_FAULT_LOG',
      'there is nothing to write: SIMULATION_FAULTS asks for no fault',
    );
  }
  requireBoundedMemory(config, rates);
  const plan = new FaultPlan({ rates, seed: faultSeed, intervalMs });
  return new FaultySource({ ...options, plan, truth: openTruth(config, options) });
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

function openTruth(
  { faultLog, model, seed, intervalMs, faults = '', faultSeed }: Readonly<SimulatorConfig>,
  { simulation }: SimulatorSourceOptions,
): TruthFile | undefined {
  if (faultLog === undefined) return undefined;
  return TruthFile.open(faultLog, {
    stations: simulation.options.stations.map(({ id }) => id),
    simulation: { model, seed, intervalMs, faults, faultSeed },
  });
}
