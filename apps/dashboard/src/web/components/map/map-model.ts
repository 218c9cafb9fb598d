import { computed, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import { geoGraticule10, geoPath, type GeoPermissibleObjects } from 'd3-geo';
import { formatTemperature } from '../../lib/format.ts';
import type { Station } from '../../lib/station.ts';
import type { LiveStore } from '../../lib/store.ts';
import { bringIntoView, INITIAL_VIEW, type Point, type Size, type ViewTransform } from './view-transform.ts';
import { type Labelled, type LabelSide, layOutLabels } from './label-layout.ts';
import { type Position, projectionFor } from './projection.ts';

/** A station with a location, and where that is when all is shown, in pixels. */
export interface LocatedStation {
  readonly station: Station;
  readonly at: Point;
}

/** What one map shows, derived from the store, its size and its zoom. */
export class MapModel {
  readonly size: Signal<Size> = signal({ width: 0, height: 0 });
  readonly view: Signal<ViewTransform> = signal(INITIAL_VIEW);
  readonly land: Signal<GeoPermissibleObjects | null> = signal(null);
  /** Only zooming changes it, not moving. */
  readonly scale: ReadonlySignal<number> = computed(() => this.view.value.scale);

  /** Stations without a location are not on the map. */
  readonly withoutLocation: ReadonlySignal<readonly Station[]>;
  readonly #positions: ReadonlySignal<readonly (Position & { readonly station: Station })[]>;

  readonly #projection = computed(() => projectionFor(this.#positions.value, this.size.value));
  readonly #path = computed(() => geoPath(this.#projection.value));
  readonly located = computed(() => this.#positions.value.flatMap((position) => this.#locate(position)));
  readonly landPath = computed(() => {
    const land = this.land.value;
    return land ? (this.#path.value(land) ?? '') : '';
  });
  readonly spherePath = computed(() => this.#path.value({ type: 'Sphere' }) ?? '');
  readonly graticulePath = computed(() => this.#path.value(geoGraticule10()) ?? '');
  readonly labels: ReadonlySignal<ReadonlyMap<string, LabelSide>> = computed(() =>
    layOutLabels(this.#labelled(), this.#scaledSize()),
  );

  constructor(store: LiveStore) {
    const stations = computed(() => [...store.stations.value.values()]);
    this.withoutLocation = computed(() => stations.value.filter(({ location }) => location.value === null));
    this.#positions = computed(() =>
      stations.value.flatMap((station) => {
        const { value } = station.location;
        return value ? [{ station, latitude: value.latitude, longitude: value.longitude }] : [];
      }),
    );
  }

  /** Moves the map where the place, in pixels of the whole map, is outside of its window. */
  show(at: Point): void {
    this.view.value = bringIntoView(this.view.peek(), at, this.size.peek());
  }

  #locate({
    station,
    longitude,
    latitude,
  }: Position & { readonly station: Station }): readonly LocatedStation[] {
    const at = this.#projection.value([longitude, latitude]);
    return at ? [{ station, at }] : [];
  }

  /** Of the whole map and not of the window, so that moving it does not change the labels. */
  #scaledSize(): Size {
    const { width, height } = this.size.value;
    return { width: width * this.scale.value, height: height * this.scale.value };
  }

  /** Those with an alert come first. */
  #labelled(): readonly Labelled[] {
    const scale = this.scale.value;
    const labelled = this.located.value.map(({ station, at }) => ({
      id: station.id,
      at: [at[0] * scale, at[1] * scale] as const,
      length: station.name.length + LONGEST_TEMPERATURE,
      alerts: station.alerts.value.length,
    }));
    return labelled.sort((a, b) => b.alerts - a.alerts);
  }
}

/** Characters of ` −12.3 °C`: a label must not move because it is a degree colder. */
const LONGEST_TEMPERATURE = 9;

/** `Paris, 12.3 °C, alert heat`. */
export function accessibleName(station: Station): string {
  const { temperature } = station;
  const shown = temperature === null ? 'no temperature' : formatTemperature(temperature);
  const alerts = station.alerts.value.map(({ rule }) => `alert ${rule}`);
  return [station.name, shown, ...alerts].join(', ');
}
