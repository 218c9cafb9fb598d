import type { SourcedReading } from '../source.ts';
import type { Station } from './stations.ts';
import type { WeatherModel } from './weather-model.ts';

export interface SimulationOptions {
  readonly stations: readonly Station[];
  readonly model: WeatherModel;
  /** Between two readings of one station; the stations are spread evenly over it. */
  readonly intervalMs: number;
  /** The number of readings; 0: unlimited. */
  readonly count: number;
}

/** A reading to be simulated. */
export interface Observation {
  readonly station: Station;
  readonly observedAt: number;
  readonly position: number;
}

/** The schedule and the measurements of the simulated stations. */
export class Simulation {
  readonly name: string;

  constructor(readonly options: SimulationOptions) {
    this.name = `simulation of ${options.stations.length} stations`;
  }

  /** Yields rounds of all stations, each station a little later than the one before it. */
  *observations(startAt: number): Generator<Observation> {
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

  measure({ station, observedAt, position }: Observation): SourcedReading {
    const { model, intervalMs } = this.options;
    const reading = {
      stationId: station.id,
      observedAt,
      city: station.city.name,
      ...model(station, observedAt, observedAt - intervalMs),
    };
    return { reading, position };
  }
}
