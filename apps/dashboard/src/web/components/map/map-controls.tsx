import type { MapModel } from './map-model.ts';
import type { Point } from './view-transform.ts';

export function MapControls({ model }: { readonly model: MapModel }) {
  return (
    <div class="map-controls" role="group" aria-label="Map zoom">
      <button type="button" aria-label="Zoom in" onClick={() => model.zoom(ZOOM_STEP)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" onClick={() => model.zoom(1 / ZOOM_STEP)}>
        −
      </button>
      <button type="button" onClick={() => model.reset()}>
        Reset view
      </button>
    </div>
  );
}

const ZOOM_STEP = 1.5;
const MOVE_STEP = 60;

const MOVES: Readonly<Record<string, Point>> = {
  ArrowLeft: [MOVE_STEP, 0],
  ArrowRight: [-MOVE_STEP, 0],
  ArrowUp: [0, MOVE_STEP],
  ArrowDown: [0, -MOVE_STEP],
};
const ZOOMS: Readonly<Record<string, number>> = { '+': ZOOM_STEP, '=': ZOOM_STEP, '-': 1 / ZOOM_STEP };

/** Arrow keys pan the map, plus and minus zoom, 0 resets the view. */
export function moveByKey(model: MapModel, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = MOVES[event.key];
  const zoom = ZOOMS[event.key];
  if (move) model.move(move);
  else if (zoom !== undefined) model.zoom(zoom);
  else if (event.key === '0') model.reset();
  else return;
  event.preventDefault();
}
