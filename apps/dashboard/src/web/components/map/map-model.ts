import { computed, type ReadonlySignal, signal, type Signal } from '@preact/signals';
import { geoGraticule10, geoPath, type GeoPermissibleObjects } from 'd3-geo';
import { formatTemperature } from '../../lib/format.ts';
import type { Location } from '../../../contract/stations.ts';
import type { Station } from '../../lib/station.ts';
import type { LiveStore } from '../../lib/store.ts';
import {
  bringIntoView,
  INITIAL_VIEW,
  moveBy,
  type Point,
  type Size,
  type ViewTransform,
  zoomAt,
} from './view-transform.ts';
import { type Labelled, type LabelSide, layOutLabels } from './label-layout.ts';
import { projectionFor } from './projection.ts';

/** A station with a location, and its position in pixels on the unscaled map. */
export interface LocatedStation {
  readonly station: Station;
  readonly at: Point;
}

/** What the map shows, derived from the store, its size and its view. */
export class MapModel {
  readonly size: Signal<Size> = signal({ width: 0, height: 0 });
  readonly view: Signal<ViewTransform> = signal(INITIAL_VIEW);
  readonly land: Signal<GeoPermissibleObjects | null> = signal(null);
  /** Does not change when the map is moved. */
  readonly scale: ReadonlySignal<number> = computed(() => this.view.value.scale);

  /** Stations without a location are not on the map. */
  readonly withoutLocation: ReadonlySignal<readonly Station[]>;
  readonly #placed: ReadonlySignal<readonly { readonly station: Station; readonly location: Location }[]>;

  readonly #projection = computed(() => {
    const locations = this.#placed.value.map(({ location }) => location);
    return projectionFor(locations, this.size.value);
  });
  readonly #path = computed(() => geoPath(this.#projection.value));
  readonly located: ReadonlySignal<readonly LocatedStation[]> = computed(() =>
    this.#placed.value.flatMap(({ station, location }) => {
      const at = this.#projection.value([location.longitude, location.latitude]);
      return at ? [{ station, at }] : [];
    }),
  );
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
    this.#placed = computed(() =>
      stations.value.flatMap((station) => {
        const location = station.location.value;
        return location ? [{ station, location }] : [];
      }),
    );
  }

  /** Whether the whole map is shown. */
  get isZoomedOut(): boolean {
    return this.scale.value === INITIAL_VIEW.scale;
  }

  move(by: Point): void {
    this.view.value = moveBy(this.view.peek(), by, this.size.peek());
  }

  /** Zooms around a point of the window, by default its middle. */
  zoom(factor: number, at?: Point): void {
    const size = this.size.peek();
    this.view.value = zoomAt(this.view.peek(), factor, at ?? [size.width / 2, size.height / 2], size);
  }

  reset(): void {
    this.view.value = INITIAL_VIEW;
  }

  /** Moves the map if a point, in pixels of the unscaled map, is outside of the window. */
  show(at: Point): void {
    this.view.value = bringIntoView(this.view.peek(), at, this.size.peek());
  }

  /** The size of the whole map, not of the window, so that moving the map does not change the labels. */
  #scaledSize(): Size {
    const { width, height } = this.size.value;
    return { width: width * this.scale.value, height: height * this.scale.value };
  }

  /** Stations with an alert come first. */
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

/** Number of characters of ` −12.3 °C`: a label must not move because it is a degree colder. */
const LONGEST_TEMPERATURE = 9;

/** `Paris, 12.3 °C, alert heat`. */
export function accessibleName(station: Station): string {
  const { temperature } = station;
  const shown = temperature === null ? 'no temperature' : formatTemperature(temperature);
  const alerts = station.alerts.value.map(({ rule }) => `alert ${rule}`);
  return [station.name, shown, ...alerts].join(', ');
}
