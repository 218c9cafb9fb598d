import type { SourcedReading } from '../../source.ts';
import { SimulatorSource, type SimulatorSourceOptions } from '../simulator-source.ts';
import { createDelivery, type Delivery } from './delivery.ts';
import type { FaultSchedule } from './fault-schedule.ts';
import type { GroundTruthFile } from './ground-truth-file.ts';
import { orderByDueTime } from './order-by-due-time.ts';

/**
 * The simulation with injected faults. The ground truth of a reading is written before the reading is sent: every sent fault is
 * in the file, but not every fault in the file was sent.
 */
export class FaultInjectingSource extends SimulatorSource {
  /** @param groundTruth undefined: not recorded. */
  constructor(
    options: SimulatorSourceOptions,
    private readonly schedule: FaultSchedule,
    private readonly groundTruth?: Pick<GroundTruthFile, 'append' | 'close'>,
  ) {
    super(options);
  }

  override get description(): string {
    return `${super.description} with faults`;
  }

  override async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { groundTruth } = this;
    try {
      const deliveries = orderByDueTime(this.#deliveries());
      for await (const group of this.options.pacer.groups(deliveries, ({ dueAt }) => dueAt, signal)) {
        this.read += group.length;
        groundTruth?.append(group.flatMap(({ labels }) => labels));
        yield group.flatMap(({ sourced, copies }) => Array.from({ length: copies }, () => sourced));
      }
    } finally {
      groundTruth?.close();
    }
  }

  *#deliveries(): Generator<Delivery> {
    const { simulation } = this.options;
    for (const observation of simulation.observations(this.startAt)) {
      this.checkTime(observation.observedAt);
      yield createDelivery(observation, simulation, this.schedule);
    }
  }
}
