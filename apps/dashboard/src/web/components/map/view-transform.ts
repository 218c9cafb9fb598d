/** Scales the map, then moves it within the window. */
export interface ViewTransform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const INITIAL_VIEW: ViewTransform = { scale: 1, x: 0, y: 0 };
export const MAX_SCALE = 64;

/** Zooms around a point, in pixels of the window. */
export function zoomAt(view: ViewTransform, factor: number, [x, y]: Point, size: Size): ViewTransform {
  const scale = Math.min(MAX_SCALE, Math.max(INITIAL_VIEW.scale, view.scale * factor));
  const change = scale / view.scale;
  return keepInside({ scale, x: x - (x - view.x) * change, y: y - (y - view.y) * change }, size);
}

export function moveBy(view: ViewTransform, [dx, dy]: Point, size: Size): ViewTransform {
  return keepInside({ ...view, x: view.x + dx, y: view.y + dy }, size);
}

/** Centres a point of the unscaled map, unless it is in the window already. */
export function bringIntoView(view: ViewTransform, [x, y]: Point, size: Size): ViewTransform {
  const [left, top] = [x * view.scale + view.x, y * view.scale + view.y];
  if (left >= 0 && top >= 0 && left <= size.width && top <= size.height) return view;
  return moveBy(view, [size.width / 2 - left, size.height / 2 - top], size);
}

/** Keeps the window inside the map. */
function keepInside(view: ViewTransform, { width, height }: Size): ViewTransform {
  const inside = (offset: number, length: number) =>
    Math.min(0, Math.max(length - length * view.scale, offset));
  return { scale: view.scale, x: inside(view.x, width), y: inside(view.y, height) };
}

/** In pixels, to the right and down. */
export type Point = readonly [x: number, y: number];

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
