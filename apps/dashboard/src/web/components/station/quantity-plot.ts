import { effect } from '@preact/signals';
import uPlot from 'uplot';
import { colourChanges } from '../../lib/theme.ts';
import { formatWithUnit, type Quantity } from '../../lib/format.ts';
import { alertBands, drawBands, drawFlagged, drawThreshold, readPlotColours } from './plot-drawing.ts';
import { plotOptions } from './plot-options.ts';
import { plotData } from './series-columns.ts';
import type { SeriesLoader } from './series-loader.ts';
import type { StationModel } from './station-model.ts';

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
  const stops = [
    watchGestures(plot.over, model),
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

const WHEEL_SPEED = 0.002;

/** Pans by dragging and zooms by wheel and pinch; returns a function that stops it. */
function watchGestures(element: HTMLElement, model: StationModel): () => void {
  const controller = new AbortController();
  const options = { signal: controller.signal, passive: false };
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
      if (other === undefined) model.pan(before - now);
      else model.zoom(pinchFactor(before, now, other), other);
    },
    options,
  );
  for (const name of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(name, (event) => void pointers.delete(event.pointerId), options);
  }
  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      // Touchpads scroll sideways.
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        model.pan(event.deltaX / Math.max(1, element.clientWidth));
      } else model.zoom(Math.exp(event.deltaY * WHEEL_SPEED), toShare(event));
    },
    options,
  );
  return () => controller.abort();
}

const MIN_PINCH = 0.02;

/** Less time is shown when the fingers move apart. */
function pinchFactor(before: number, now: number, other: number): number {
  return Math.max(MIN_PINCH, Math.abs(before - other)) / Math.max(MIN_PINCH, Math.abs(now - other));
}
