import { effect } from '@preact/signals';
import uPlot from 'uplot';
import { colourChanges } from '../../lib/theme.tsx';
import { formatWithUnit, type Quantity } from '../../lib/format.ts';
import { alertBands, drawBands, drawFlagged, drawThreshold, readPlotColours } from './plot-drawing.ts';
import { plotOptions } from './plot-options.ts';
import { plotData } from './series-columns.ts';
import type { SeriesLoader } from './series-loader.ts';
import type { StationModel } from './station-model.ts';
import { pan, type ShownWindow, zoom } from './time-window.ts';

export interface QuantityPlotParts {
  readonly element: HTMLElement;
  readonly width: number;
  readonly quantity: Quantity;
  readonly model: StationModel;
  readonly loader: SeriesLoader;
  /** Called with the index of the point under the cursor, or null. */
  readonly onCursor: (index: number | null) => void;
}

/** Plots a quantity and keeps the plot current; returns a function that removes it. */
export function startQuantityPlot(parts: QuantityPlotParts): () => void {
  const { element, quantity, model, loader } = parts;
  const { store } = model;
  let colours = readPlotColours(element);
  const isTemperature = quantity.name === 'temperature';
  const plot = new uPlot(
    plotOptions(quantity, parts.width, {
      colours: () => colours,
      drawBehind: (self) => {
        if (isTemperature) drawBands(self, alertBands(model.alerts.peek(), store.now.peek()), colours);
      },
      drawAbove: (self) => {
        const threshold = store.settings.peek()?.alertThresholdCelsius;
        if (isTemperature && threshold !== undefined) {
          drawThreshold(self, threshold, `alert threshold ${formatWithUnit(threshold, quantity)}`, colours);
        }
        drawFlagged(self, colours);
      },
      onCursor: parts.onCursor,
    }),
    plotData(loader.columns.peek()),
    element,
  );
  const change = (next: (window: ShownWindow, now: number) => ShownWindow) =>
    (model.shown.value = next(model.shown.peek(), Date.now()));
  const stops = [
    watchPlotGestures(plot.over, {
      pan: (share) => change((window, now) => pan(window, share, now)),
      zoom: (factor, around) => change((window, now) => zoom(window, factor, around, now)),
    }),
    loader.columns.subscribe((columns) => plot.setData(plotData(columns))),
    effect(() => {
      const { from, to } = model.shown.value;
      plot.setScale('x', { min: from, max: to });
    }),
    colourChanges.subscribe(() => {
      colours = readPlotColours(element);
      plot.redraw(false);
    }),
    store.settings.subscribe(() => plot.redraw(false)),
    model.alerts.subscribe(() => plot.redraw(false)),
    () => plot.destroy(),
  ];
  return () => stops.forEach((stop) => stop());
}

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
