import type { Logger } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';
import type { Pacer } from '../pacer.ts';
import type { Source, SourcedReading, SourceProgress } from '../source.ts';
import type { Observation, Simulation } from './simulation.ts';

export interface SimulatorSourceOptions {
  readonly simulation: Simulation;
  /** The timestamp of the first reading in milliseconds since the epoch; undefined: when it is sent. */
  readonly startAt: number | undefined;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Consumers reject readings a day ahead of their clock; the warning comes in time. */
const MAX_AHEAD_MS = 3_600_000;

/** Simulated readings of stations in real cities; the position of a reading is its number, from 1. */
export class SimulatorSource implements Source {
  protected read = 0;
  #hasWarned = false;

  constructor(protected readonly options: SimulatorSourceOptions) {}

  get description(): string {
    return this.options.simulation.name;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { simulation, pacer } = this.options;
    for await (const group of pacer.groups(simulation.observations(this.startAt), timeOf, signal)) {
      this.read += group.length;
      yield group.map((observation) => this.#measure(observation));
    }
  }

  progress(): SourceProgress {
    const { count } = this.options.simulation.options;
    return { read: this.read, fraction: count === 0 ? undefined : this.read / count };
  }

  describePosition(position: number): string {
    return `reading ${position} of the ${this.options.simulation.name}`;
  }

  protected get startAt(): number {
    return this.options.startAt ?? this.options.clock.now();
  }

  /** Warns once when the simulated time is ahead of the clock. */
  protected checkTime(observedAt: number): void {
    const { clock, logger } = this.options;
    if (this.#hasWarned || observedAt - clock.now() <= MAX_AHEAD_MS) return;
    this.#hasWarned = true;
    logger.warn('simulated time is ahead of the clock: consumers reject readings a day ahead of theirs', {
      observedAt: new Date(observedAt).toISOString(),
      remedy: 'an earlier SIMULATION_START or a lower SIMULATION_SPEED',
    });
  }

  #measure(observation: Observation): SourcedReading {
    this.checkTime(observation.observedAt);
    return this.options.simulation.measure(observation);
  }
}

function timeOf({ observedAt }: Observation): number {
  return observedAt;
}
