/** How the drawn world lies in the window: first scaled, then moved. */
export interface ViewTransform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const INITIAL_VIEW: ViewTransform = { scale: 1, x: 0, y: 0 };
export const MAX_SCALE = 64;

/** Zooms so that the point, in pixels of the window, stays where it is. */
export function zoomAt(view: ViewTransform, factor: number, [x, y]: Point, size: Size): ViewTransform {
  const scale = Math.min(MAX_SCALE, Math.max(INITIAL_VIEW.scale, view.scale * factor));
  const change = scale / view.scale;
  return keepInside({ scale, x: x - (x - view.x) * change, y: y - (y - view.y) * change }, size);
}

export function moveBy(view: ViewTransform, [dx, dy]: Point, size: Size): ViewTransform {
  return keepInside({ ...view, x: view.x + dx, y: view.y + dy }, size);
}

/** The view in which a place of the unscaled map is inside of the window: the same one, or one with it in the middle. */
export function bringIntoView(view: ViewTransform, [x, y]: Point, size: Size): ViewTransform {
  const [left, top] = [x * view.scale + view.x, y * view.scale + view.y];
  if (left >= 0 && top >= 0 && left <= size.width && top <= size.height) return view;
  return moveBy(view, [size.width / 2 - left, size.height / 2 - top], size);
}

/** The window never leaves what is drawn at the scale of 1. */
function keepInside(view: ViewTransform, { width, height }: Size): ViewTransform {
  const inside = (offset: number, length: number) =>
    Math.min(0, Math.max(length - length * view.scale, offset));
  return { scale: view.scale, x: inside(view.x, width), y: inside(view.y, height) };
}

/** Pixels, to the right and down. */
export type Point = readonly [x: number, y: number];

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
