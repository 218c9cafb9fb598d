import type { MapModel } from './map-model.ts';
import { INITIAL_VIEW, moveBy, type Point, zoomAt } from './view-transform.ts';

export function MapControls({ model }: { readonly model: MapModel }) {
  return (
    <div class="map-controls" role="group" aria-label="Map zoom">
      <button type="button" aria-label="Zoom in" onClick={() => zoomMiddle(model, ZOOM_STEP)}>
        +
      </button>
      <button type="button" aria-label="Zoom out" onClick={() => zoomMiddle(model, 1 / ZOOM_STEP)}>
        −
      </button>
      <button type="button" onClick={() => resetView(model)}>
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

/** Zooms around the centre of the map. */
function zoomMiddle(model: MapModel, factor: number): void {
  const size = model.size.peek();
  model.view.value = zoomAt(model.view.peek(), factor, [size.width / 2, size.height / 2], size);
}

function resetView(model: MapModel): void {
  model.view.value = INITIAL_VIEW;
}

/** Arrow keys pan the map, plus and minus zoom, 0 resets the view. */
export function moveByKey(model: MapModel, event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const move = MOVES[event.key];
  const zoom = ZOOMS[event.key];
  if (move) model.view.value = moveBy(model.view.peek(), move, model.size.peek());
  else if (zoom !== undefined) zoomMiddle(model, zoom);
  else if (event.key === '0') resetView(model);
  else return;
  event.preventDefault();
}
