/** What the hands want of a plot's window, in shares of it. */
export interface PlotGestureHandlers {
  readonly pan: (share: number) => void;
  readonly zoom: (factor: number, around: number) => void;
}

const WHEEL_SPEED = 0.002;

/** Drag and wheel on the drawing of a plot, and pinch; returns what ends it. */
export function watchPlotGestures(element: HTMLElement, handlers: PlotGestureHandlers): () => void {
  const ending = new AbortController();
  const options = { signal: ending.signal, passive: false };
  const pointers = new Map<number, number>();
  const toShare = (event: MouseEvent) => {
    const { left, width } = element.getBoundingClientRect();
    return (event.clientX - left) / Math.max(1, width);
  };
  element.addEventListener(
    'pointerdown',
    (event) => {
      element.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, toShare(event));
    },
    options,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const before = pointers.get(event.pointerId);
      if (before === undefined) return;
      const now = toShare(event);
      pointers.set(event.pointerId, now);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      if (other === undefined) handlers.pan(before - now);
      else handlers.zoom(pinchFactor(before, now, other), other);
    },
    options,
  );
  for (const name of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(name, (event) => void pointers.delete(event.pointerId), options);
  }
  element.addEventListener(
    'wheel',
    (event) => {
      // Sideways, as touchpads do, is a pan; with shift or without a wheel scrolls the page elsewhere.
      event.preventDefault();
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        handlers.pan(event.deltaX / Math.max(1, element.clientWidth));
      } else handlers.zoom(Math.exp(event.deltaY * WHEEL_SPEED), toShare(event));
    },
    options,
  );
  return () => ending.abort();
}

const MIN_PINCH = 0.02;

/** Fingers that move apart show less time. */
function pinchFactor(before: number, now: number, other: number): number {
  return Math.max(MIN_PINCH, Math.abs(before - other)) / Math.max(MIN_PINCH, Math.abs(now - other));
}
