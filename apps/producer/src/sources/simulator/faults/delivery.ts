import type { FaultLabel, Quantity, Reading } from '@weather/weather-schema';
import type { SourcedReading } from '../../source.ts';
import type { Observation, Simulation } from '../simulation.ts';
import type { Disturbance } from './fault.ts';
import type { ActiveFault, FaultPlan } from './fault-plan.ts';
import { FAULTS } from './faults-by-name.ts';

/** A reading as it is sent, and the truth of it. */
export interface Delivery {
  /** When the reading was made, whatever time it says. */
  readonly madeAt: number;
  /** When it is sent: then, or later. */
  readonly dueAt: number;
  readonly sourced: SourcedReading;
  /** How often it is sent; 0: it is left out. */
  readonly copies: number;
  readonly labels: readonly FaultLabel[];
}

/** Makes a reading up and does to it what the plan says. */
export function deliveryOf(observation: Observation, simulation: Simulation, plan: FaultPlan): Delivery {
  const { station, observedAt } = observation;
  const sourced = simulation.measure(observation);
  const active = plan.activeAt(station.id, observedAt);
  if (active.length === 0) return { madeAt: observedAt, dueAt: observedAt, sourced, copies: 1, labels: [] };
  const effects = active.map((fault) => ({
    ...fault,
    disturbance: disturb(fault, observation, sourced, simulation),
  }));
  const {
    values,
    shiftMs = 0,
    delayMs = 0,
    copies = 1,
  } = effects.reduce<Disturbance>((all, { disturbance }) => ({ ...all, ...disturbance }), {});
  const sent = { ...sourced.reading, ...values, observedAt: observedAt + shiftMs };
  return {
    madeAt: observedAt,
    dueAt: observedAt + delayMs,
    sourced: { reading: sent, position: sourced.position },
    copies,
    labels: effects.flatMap((effect) => labelsOf(effect, sourced.reading, copies > 0 ? sent : undefined)),
  };
}

function disturb(
  { name, occurrence }: ActiveFault,
  { station, observedAt }: Observation,
  { reading }: SourcedReading,
  { options: { model, intervalMs } }: Simulation,
): Disturbance {
  return FAULTS[name].disturb(occurrence, {
    instant: observedAt,
    intervalMs,
    measured: reading,
    measuredAt: (instant) => model(station, instant, instant - intervalMs),
  });
}

function labelsOf(
  { name, occurrence, disturbance }: ActiveFault & { readonly disturbance: Disturbance },
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
  if (disturbance.values === undefined) return [label];
  const changed = Object.entries(disturbance.values) as [Quantity, number][];
  return changed.map(([quantity, sentValue]) => {
    const trueValue = made[quantity];
    return { ...label, quantity, ...(trueValue !== undefined && { trueValue }), sentValue };
  });
}
