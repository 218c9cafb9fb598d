import type { Clock } from '../clock.ts';
import type { Pacer } from '../pacer.ts';
import type { Source, SourcedReading, SourceProgress } from '../source.ts';
import type { FutureTimeWarning } from './future-time-warning.ts';
import type { Observation, Simulation } from './simulation.ts';

export interface SimulatorSourceOptions {
  readonly simulation: Simulation;
  /** The timestamp of the first reading in milliseconds since the epoch; undefined: when it is sent. */
  readonly startAt: number | undefined;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly futureTimeWarning: FutureTimeWarning;
}

/** Simulated readings of stations in real cities; the position of a reading is its number, from 1. */
export class SimulatorSource implements Source {
  readonly description: string;
  #read = 0;

  constructor(private readonly options: SimulatorSourceOptions) {
    this.description = options.simulation.name;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { simulation, pacer, clock } = this.options;
    const startAt = this.options.startAt ?? clock.now();
    for await (const group of pacer.groups(simulation.observations(startAt), timeOf, signal)) {
      this.#read += group.length;
      yield group.map((observation) => this.#measure(observation));
    }
  }

  progress(): SourceProgress {
    return this.options.simulation.progress(this.#read);
  }

  describePosition(position: number): string {
    return this.options.simulation.describePosition(position);
  }

  #measure(observation: Observation): SourcedReading {
    const { simulation, futureTimeWarning } = this.options;
    futureTimeWarning.check(observation.observedAt);
    return simulation.measure(observation);
  }
}

function timeOf({ observedAt }: Observation): number {
  return observedAt;
}
