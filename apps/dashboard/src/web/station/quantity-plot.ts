import { effect } from '@preact/signals';
import uPlot from 'uplot';
import { colourChanges } from '../app/theme.tsx';
import { formatWithUnit, type Quantity } from '../format/quantities.ts';
import { alertBands, drawBands, drawFlagged, drawThreshold, readPlotColours } from './plot-drawing.ts';
import { watchPlotGestures } from './plot-gestures.ts';
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
