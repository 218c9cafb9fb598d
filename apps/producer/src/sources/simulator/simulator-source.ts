import type { Clock } from '../clock.ts';
import type { Pace } from '../pace.ts';
import type { Source, SourcedReading, SourceProgress } from '../source.ts';
import type { LeadWarning } from './lead-warning.ts';
import type { Observation, Simulation } from './simulation.ts';

export interface SimulatorSourceOptions {
  readonly simulation: Simulation;
  /** The instant of the first reading, in milliseconds since the epoch; undefined: when it is taken. */
  readonly startAt: number | undefined;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly leadWarning: LeadWarning;
}

/** Made-up readings of stations in real cities; the position of a reading is its number, from 1. */
export class SimulatorSource implements Source {
  readonly description: string;
  #read = 0;

  constructor(private readonly options: SimulatorSourceOptions) {
    this.description = options.simulation.name;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { simulation, pace, clock } = this.options;
    const startAt = this.options.startAt ?? clock.now();
    for await (const group of pace.groups(simulation.observations(startAt), timeOf, signal)) {
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
    const { simulation, leadWarning } = this.options;
    leadWarning.check(observation.observedAt);
    return simulation.measure(observation);
  }
}

function timeOf({ observedAt }: Observation): number {
  return observedAt;
}
