import type { FaultLabel, Quantity, Reading } from '@weather/weather-schema';
import type { SourcedReading } from '../../source.ts';
import type { Observation, Simulation } from '../simulation.ts';
import { type FaultEffect, FAULTS } from './injected-faults.ts';
import type { ActiveFault, FaultSchedule } from './fault-schedule.ts';

/** A reading as it is sent, with its ground truth. */
export interface Delivery {
  /** The time of the measurement, whatever its timestamp is. */
  readonly madeAt: number;
  /** The time of the sending, at or after the measurement. */
  readonly dueAt: number;
  readonly sourced: SourcedReading;
  /** How often it is sent; 0: not at all. */
  readonly copies: number;
  readonly labels: readonly FaultLabel[];
}

/** Simulates a reading and applies its scheduled faults. */
export function createDelivery(
  observation: Observation,
  simulation: Simulation,
  schedule: FaultSchedule,
): Delivery {
  const { station, observedAt } = observation;
  const sourced = simulation.measure(observation);
  const active = schedule.activeAt(station.id, observedAt);
  if (active.length === 0) return { madeAt: observedAt, dueAt: observedAt, sourced, copies: 1, labels: [] };
  const effects = active.map((fault) => ({
    ...fault,
    effect: applyFault(fault, observation, sourced, simulation),
  }));
  const {
    values,
    shiftMs = 0,
    delayMs = 0,
    copies = 1,
  } = effects.reduce<FaultEffect>((all, { effect }) => ({ ...all, ...effect }), {});
  const sent = { ...sourced.reading, ...values, observedAt: observedAt + shiftMs };
  return {
    madeAt: observedAt,
    dueAt: observedAt + delayMs,
    sourced: { reading: sent, position: sourced.position },
    copies,
    labels: effects.flatMap((effect) => createLabels(effect, sourced.reading, copies > 0 ? sent : undefined)),
  };
}

function applyFault(
  { name, occurrence }: ActiveFault,
  { station, observedAt }: Observation,
  { reading }: SourcedReading,
  { options: { model, intervalMs } }: Simulation,
): FaultEffect {
  return FAULTS[name].apply(occurrence, {
    timestamp: observedAt,
    intervalMs,
    measured: reading,
    measuredAt: (timestamp) => model(station, timestamp, timestamp - intervalMs),
  });
}

function createLabels(
  { name, occurrence, effect }: ActiveFault & { readonly effect: FaultEffect },
  made: Reading,
  sent: Reading | undefined,
): FaultLabel[] {
  const label: FaultLabel = {
    fault: name,
    stationId: made.stationId,
    since: occurrence.since,
    trueObservedAt: made.observedAt,
    ...(sent !== undefined && { observedAt: sent.observedAt }),
  };
  if (effect.values === undefined) return [label];
  const changed = Object.entries(effect.values) as [Quantity, number][];
  return changed.map(([quantity, sentValue]) => {
    const trueValue = made[quantity];
    return { ...label, quantity, ...(trueValue !== undefined && { trueValue }), sentValue };
  });
}
