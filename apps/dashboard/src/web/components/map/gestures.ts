import type { MapModel } from './map-model.ts';
import type { Point } from './view-transform.ts';

/** A press that moves by fewer pixels is a click. */
const DRAG_THRESHOLD = 4;
const WHEEL_SPEED = 0.002;

/** Moves and zooms the map by drag, pinch and wheel; returns a function that stops it. */
export function watchGestures(element: SVGElement, map: MapModel): () => void {
  const gestures = new Gestures(element, map);
  const controller = new AbortController();
  const listen = <Name extends keyof SVGElementEventMap>(
    name: Name,
    handle: (event: SVGElementEventMap[Name]) => void,
    capture = false,
  ) => element.addEventListener(name, handle, { signal: controller.signal, passive: false, capture });
  listen('pointerdown', (event) => gestures.press(event));
  listen('pointermove', (event) => gestures.drag(event));
  listen('pointerup', (event) => gestures.release(event));
  listen('pointercancel', (event) => gestures.release(event));
  listen('wheel', (event) => gestures.turn(event));
  listen('click', (event) => gestures.click(event), true);
  listen('dragstart', (event) => event.preventDefault());
  return () => controller.abort();
}

class Gestures {
  readonly #pointers = new Map<number, Point>();
  #travelled = 0;

  constructor(
    private readonly element: SVGElement,
    private readonly map: MapModel,
  ) {}

  press(event: PointerEvent): void {
    if (this.#pointers.size === 0) this.#travelled = 0;
    this.#pointers.set(event.pointerId, this.#at(event));
  }

  drag(event: PointerEvent): void {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#at(event);
    const step: Point = [now[0] - before[0], now[1] - before[1]];
    this.#travelled += Math.hypot(...step);
    if (this.#travelled < DRAG_THRESHOLD) return;
    // Not earlier, since the click of a captured pointer would not reach the link below it.
    this.element.setPointerCapture(event.pointerId);
    this.#pinch(event.pointerId, before, now);
    this.#pointers.set(event.pointerId, now);
    this.map.move([step[0] / this.#pointers.size, step[1] / this.#pointers.size]);
  }

  release(event: PointerEvent): void {
    this.#pointers.delete(event.pointerId);
  }

  /** Scrolls the page instead if the map cannot zoom out further. */
  turn(event: WheelEvent): void {
    if (event.deltaY > 0 && this.map.isZoomedOut) return;
    event.preventDefault();
    this.map.zoom(Math.exp(-event.deltaY * WHEEL_SPEED), this.#at(event));
  }

  /** Suppresses the click on a link at the end of a drag. */
  click(event: MouseEvent): void {
    if (this.#travelled < DRAG_THRESHOLD) return;
    event.preventDefault();
    event.stopPropagation();
    this.#travelled = 0;
  }

  #pinch(moved: number, before: Point, now: Point): void {
    for (const [id, other] of this.#pointers) {
      if (id === moved) continue;
      const distance = (point: Point) => Math.max(1, Math.hypot(point[0] - other[0], point[1] - other[1]));
      const middle: Point = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2];
      this.map.zoom(distance(now) / distance(before), middle);
      return;
    }
  }

  #at(event: MouseEvent): Point {
    const { left, top } = this.element.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}
