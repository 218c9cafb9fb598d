import { useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { formatCount } from '../../lib/format.ts';
import { store } from '../../lib/page.ts';
import { toHref } from '../../lib/route.ts';
import type { Station } from '../../lib/station.ts';
import { SkipLink, useElementWidth } from '../ui.tsx';
import { watchGestures } from './gestures.ts';
import { Legend } from './legend.tsx';
import { loadLand } from './load-land.ts';
import './map.css';
import { MapControls, moveByKey } from './map-controls.tsx';
import { MapModel } from './map-model.ts';
import { StationDot } from './station-dot.tsx';

const MIN_HEIGHT = 200;
const MAX_HEIGHT = 600;
const HEIGHT_SHARE = 0.48;
/** From this scale on, the coarse coastlines look angular. */
const FINE_SCALE = 3;

/** The stations on a world map. */
export function StationMap() {
  const model = useMemo(() => new MapModel(store), []);
  const { ref, width } = useElementWidth<HTMLDivElement>();
  useSignalEffect(() => {
    const height = Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, Math.round(width.value * HEIGHT_SHARE)));
    model.size.value = { width: width.value, height };
  });
  useSignalEffect(() => {
    const detail = model.scale.value >= FINE_SCALE ? 'fine' : 'coarse';
    loadLand(detail).then(
      (land) => (model.land.value = land),
      // The map works without coastlines.
      () => undefined,
    );
  });
  return (
    <section class="panel map-panel" aria-labelledby="map-heading">
      <SkipLink to="stations-heading" label="Skip the map" />
      <div class="panel-head">
        <h2 id="map-heading">Map</h2>
        <Legend />
      </div>
      <div class="map-box" ref={ref}>
        <MapControls model={model} />
        {width.value > 0 && <MapDrawing model={model} />}
      </div>
      <WithoutLocation stations={model.withoutLocation.value} />
    </section>
  );
}

function MapDrawing({ model }: { readonly model: MapModel }) {
  const ref = useRef<SVGSVGElement>(null);
  useEffect(() => {
    if (!ref.current) return;
    return watchGestures(ref.current, model);
  }, [model]);
  const { width, height } = model.size.value;
  return (
    <svg
      ref={ref}
      class="map"
      data-zoomed={!model.isZoomedOut}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="group"
      aria-label="Map of stations: arrow keys pan, plus and minus zoom"
      tabIndex={0}
      onKeyDown={(event) => moveByKey(model, event)}
    >
      <World model={model} />
      <Dots model={model} />
    </svg>
  );
}

function World({ model }: { readonly model: MapModel }) {
  const { scale, x, y } = model.view.value;
  return (
    <g transform={`translate(${x} ${y}) scale(${scale})`} aria-hidden="true">
      <Coastlines model={model} />
    </g>
  );
}

/** A separate component, so that its long paths are not rendered again while the map moves. */
function Coastlines({ model }: { readonly model: MapModel }) {
  return (
    <>
      <path class="map-sea" d={model.spherePath} />
      <path class="map-graticule" d={model.graticulePath} />
      <path class="map-land" d={model.landPath} />
    </>
  );
}

function Dots({ model }: { readonly model: MapModel }) {
  const { x, y } = model.view.value;
  return (
    <g transform={`translate(${x} ${y})`}>
      <AllDots model={model} />
    </g>
  );
}

function AllDots({ model }: { readonly model: MapModel }) {
  return (
    <>
      {model.located.value.map((located) => (
        <StationDot key={located.station.id} model={model} located={located} />
      ))}
    </>
  );
}

const MAX_LISTED = 20;

/** Lists the stations that are not on the map. */
function WithoutLocation({ stations }: { readonly stations: readonly Station[] }) {
  if (stations.length === 0) return null;
  return (
    <details class="without-location">
      <summary>
        Not on the map: {formatCount(stations.length)} {stations.length === 1 ? 'station' : 'stations'}
      </summary>
      <p>
        These stations have no location. Add them to the locations file (<code>DASHBOARD_LOCATIONS_PATH</code>
        ) and restart the dashboard.
      </p>
      <ul>
        {stations.slice(0, MAX_LISTED).map((station) => (
          <li key={station.id}>
            <a href={toHref({ view: 'station', station: station.id })}>{station.name}</a>
          </li>
        ))}
        {stations.length > MAX_LISTED && (
          <li>and {formatCount(stations.length - MAX_LISTED)} more, in the list below</li>
        )}
      </ul>
    </details>
  );
}
