import type { Source, SourcedReading, SourceProgress } from '../../source.ts';
import type { SimulatorSourceOptions } from '../simulator-source.ts';
import { deliveryOf, type Delivery } from './delivery.ts';
import type { FaultPlan } from './fault-plan.ts';
import { inOrderOfSending } from './in-order-of-sending.ts';
import type { TruthLog } from './truth-log.ts';

export interface FaultySourceOptions extends SimulatorSourceOptions {
  readonly plan: FaultPlan;
  /** Undefined: nobody wants to know. */
  readonly truth: TruthLog | undefined;
}

/**
 * The simulation with faults in it. The truth of a reading is written before the reading is given out: what is sent is in
 * the file, while not all that is in the file need have been sent.
 */
export class FaultySource implements Source {
  readonly description: string;
  #read = 0;

  constructor(private readonly options: FaultySourceOptions) {
    this.description = `${options.simulation.name} with faults`;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { pace, truth } = this.options;
    try {
      for await (const group of pace.groups(inOrderOfSending(this.#deliveries()), dueAt, signal)) {
        this.#read += group.length;
        truth?.append(group.flatMap(({ labels }) => labels));
        yield group.flatMap(({ sourced, copies }) => Array.from({ length: copies }, () => sourced));
      }
    } finally {
      truth?.close();
    }
  }

  progress(): SourceProgress {
    return this.options.simulation.progress(this.#read);
  }

  describePosition(position: number): string {
    return this.options.simulation.describePosition(position);
  }

  *#deliveries(): Generator<Delivery> {
    const { simulation, plan, clock, leadWarning } = this.options;
    const startAt = this.options.startAt ?? clock.now();
    for (const observation of simulation.observations(startAt)) {
      leadWarning.check(observation.observedAt);
      yield deliveryOf(observation, simulation, plan);
    }
  }
}

function dueAt(delivery: Delivery): number {
  return delivery.dueAt;
}
