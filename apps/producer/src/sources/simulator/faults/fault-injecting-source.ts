import type { Source, SourcedReading, SourceProgress } from '../../source.ts';
import type { SimulatorSourceOptions } from '../simulator-source.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import type { FaultSchedule } from './fault-schedule.ts';
import { orderByDueTime } from './order-by-due-time.ts';
import type { GroundTruthLog } from './ground-truth-file.ts';

export interface FaultInjectingSourceOptions extends SimulatorSourceOptions {
  readonly schedule: FaultSchedule;
  /** Undefined: not recorded. */
  readonly groundTruth: GroundTruthLog | undefined;
}

/**
 * The simulation with injected faults. The ground truth of a reading is written before the reading is sent: every sent fault is
 * in the file, but not every fault in the file was sent.
 */
export class FaultInjectingSource implements Source {
  readonly description: string;
  #read = 0;

  constructor(private readonly options: FaultInjectingSourceOptions) {
    this.description = `${options.simulation.name} with faults`;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { pacer, groundTruth } = this.options;
    try {
      for await (const group of pacer.groups(orderByDueTime(this.#deliveries()), dueAt, signal)) {
        this.#read += group.length;
        groundTruth?.append(group.flatMap(({ labels }) => labels));
        yield group.flatMap(({ sourced, copies }) => Array.from({ length: copies }, () => sourced));
      }
    } finally {
      groundTruth?.close();
    }
  }

  progress(): SourceProgress {
    return this.options.simulation.progress(this.#read);
  }

  describePosition(position: number): string {
    return this.options.simulation.describePosition(position);
  }

  *#deliveries(): Generator<Delivery> {
    const { simulation, schedule, clock, futureTimeWarning } = this.options;
    const startAt = this.options.startAt ?? clock.now();
    for (const observation of simulation.observations(startAt)) {
      futureTimeWarning.check(observation.observedAt);
      yield createDelivery(observation, simulation, schedule);
    }
  }
}

function dueAt(delivery: Delivery): number {
  return delivery.dueAt;
}
