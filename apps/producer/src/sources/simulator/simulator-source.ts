import type { Logger } from '@weather/service-runtime';
import type { Clock } from '../clock.ts';
import type { Pace } from '../pace.ts';
import type { Source, SourcedReading, SourceProgress } from '../source.ts';
import type { Station } from './stations.ts';
import type { WeatherModel } from './weather-model.ts';

export interface SimulatorSourceOptions {
  readonly stations: readonly Station[];
  readonly model: WeatherModel;
  /** Between two readings of one station; the stations are spread evenly over it. */
  readonly intervalMs: number;
  /** The instant of the first reading, in milliseconds since the epoch; undefined: when it is taken. */
  readonly startAt: number | undefined;
  /** How many readings; 0 for no end. */
  readonly count: number;
  readonly pace: Pace;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A reading that is to be made up. */
interface Observation {
  readonly station: Station;
  readonly observedAt: number;
  readonly position: number;
}

/** Consumers refuse what is a day ahead of their clock; this is early enough to say so. */
const MAX_LEAD_MS = 3_600_000;

/** Made-up readings of stations in real cities; the position of a reading is its number, from 1. */
export class SimulatorSource implements Source {
  readonly description: string;
  #read = 0;
  #hasWarned = false;

  constructor(private readonly options: SimulatorSourceOptions) {
    this.description = `simulation of ${options.stations.length} stations`;
  }

  async *readings(signal: AbortSignal): AsyncGenerator<SourcedReading[]> {
    const { pace, clock } = this.options;
    const startAt = this.options.startAt ?? clock.now();
    for await (const group of pace.groups(this.#observations(startAt), timeOf, signal)) {
      this.#read += group.length;
      yield group.map((observation) => this.#measure(observation));
    }
  }

  progress(): SourceProgress {
    const { count } = this.options;
    return { read: this.#read, fraction: count === 0 ? undefined : this.#read / count };
  }

  describePosition(position: number): string {
    return `reading ${position} of the ${this.description}`;
  }

  /** Round after round through the stations, each a little later than the one before it. */
  *#observations(startAt: number): Generator<Observation> {
    const { stations, intervalMs, count } = this.options;
    for (let index = 0; count === 0 || index < count; index++) {
      const stationIndex = index % stations.length;
      const round = (index - stationIndex) / stations.length;
      const delayMs = Math.floor((stationIndex * intervalMs) / stations.length);
      yield {
        station: stations[stationIndex] as Station,
        observedAt: startAt + round * intervalMs + delayMs,
        position: index + 1,
      };
    }
  }

  #measure({ station, observedAt, position }: Observation): SourcedReading {
    const { model, intervalMs } = this.options;
    this.#warnWhenAhead(observedAt);
    const reading = {
      stationId: station.id,
      observedAt,
      city: station.city.name,
      ...model(station, observedAt, observedAt - intervalMs),
    };
    return { reading, position };
  }

  #warnWhenAhead(observedAt: number): void {
    const { clock, logger } = this.options;
    if (this.#hasWarned || observedAt - clock.now() <= MAX_LEAD_MS) return;
    this.#hasWarned = true;
    logger.warn('simulated time is ahead of the clock: consumers refuse readings a day ahead of theirs', {
      observedAt: new Date(observedAt).toISOString(),
      remedy: 'an earlier SIMULATION_START or a lower SIMULATION_SPEED',
    });
  }
}

function timeOf({ observedAt }: Observation): number {
  return observedAt;
}
