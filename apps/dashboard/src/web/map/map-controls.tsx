import { resetView, ZOOM_STEP, zoomMiddle } from './map-keys.ts';
import type { MapModel } from './map-model.ts';

export function MapControls({ model }: { readonly model: MapModel }) {
  return (
    <div class="map-controls" role="group" aria-label="Zoom of the map">
      <button type="button" aria-label="Zoom in" onClick={() => zoomMiddle(model, ZOOM_STEP)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" onClick={() => zoomMiddle(model, 1 / ZOOM_STEP)}>
        −
      </button>
      <button type="button" onClick={() => resetView(model)}>
        All
      </button>
    </div>
  );
}
