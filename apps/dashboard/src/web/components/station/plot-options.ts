import type uPlot from 'uplot';
import {
  formatValue,
  type Quantity,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
} from '../../lib/format.ts';
import type { PlotColours } from './plot-drawing.ts';

const PLOT_HEIGHT = 220;
const AXIS_WIDTH = 56;
const LINE_WIDTH = 1.75;
const MIN_TICK_SPACE = 76;
const FONT = '12px system-ui, sans-serif';

/** Callbacks used while drawing, since their results change without recreating the plot. */
export interface PlotSources {
  readonly colours: () => PlotColours;
  readonly drawBehind: (plot: uPlot) => void;
  readonly drawAbove: (plot: uPlot) => void;
  readonly onCursor: (index: number | null) => void;
}

/** The options of a plot: the line of a quantity, and its flagged values, which are drawn as marks. */
export function plotOptions(quantity: Quantity, width: number, sources: PlotSources): uPlot.Options {
  const { colours } = sources;
  return {
    width,
    height: PLOT_HEIGHT,
    ms: 1,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { show: true } },
    scales: { x: { time: true, auto: false }, y: { range: yRange(quantity) } },
    axes: [
      { ...axisStyle(colours), space: MIN_TICK_SPACE, values: TIME_TICKS },
      {
        ...axisStyle(colours),
        size: AXIS_WIDTH,
        values: (_, ticks) => ticks.map((tick) => String(tick).replace('-', '−')),
      },
    ],
    series: [
      {},
      {
        label: quantity.label,
        stroke: () => colours().line,
        width: LINE_WIDTH,
        value: (_, value) => formatValue(value, quantity),
        ...(quantity.name === 'windDirection' ? POINTS_ONLY : {}),
      },
      { label: 'flagged', ...POINTS_ONLY, points: { show: false } },
    ],
    hooks: {
      drawClear: [sources.drawBehind],
      draw: [sources.drawAbove],
      setCursor: [(plot) => sources.onCursor(plot.cursor.idx ?? null)],
    },
  };
}

/** A line from 359° to 1° would cross the whole plot. */
const POINTS_ONLY: Partial<uPlot.Series> = {
  paths: () => null,
  points: { show: true, size: 3 },
};

const FULL_CIRCLE = 360;
/** Minimum height in steps of the last digit: a constant value is a line in the middle, not noise. */
const MIN_STEPS = 20;
const PADDING = 0.1;
const STEP_BASE = 10;

function yRange({ name, digits }: Quantity): uPlot.Range.Function {
  if (name === 'windDirection') return () => [0, FULL_CIRCLE];
  const minSpan = MIN_STEPS * STEP_BASE ** -digits;
  return (_, min, max) => {
    const missing = Math.max(0, minSpan - (max - min)) / 2;
    const padding = Math.max(minSpan, max - min) * PADDING;
    const low = min - missing - padding;
    // The axis of a quantity that cannot be negative ends at 0.
    return [min >= 0 && name !== 'temperature' ? Math.max(0, low) : low, max + missing + padding];
  };
}

function axisStyle(colours: () => PlotColours): uPlot.Axis {
  const grid = { stroke: () => colours().grid, width: 1 };
  return { stroke: () => colours().muted, font: FONT, grid, ticks: grid };
}

const MONTH_MS = 28 * MS_PER_DAY;
const YEAR_MS = 365 * MS_PER_DAY;
/** The second line of a tick is shown below the first one. */
const REPLACES_NOTHING = 1;
const NEW_YEAR = '\n{YYYY}';
const NEW_DAY = '\n{D} {MMM}';
const FIRST_DAY = '\n{D} {MMM} {YYYY}';

/** By minimum distance: the text of a tick, and what a new year, month, day, hour, minute and second adds to it. */
const TIME_TICKS: uPlot.Axis.TimeValuesConfig = [
  [YEAR_MS, '{YYYY}', null, null, null, null, null, null, REPLACES_NOTHING],
  [MONTH_MS, '{MMM}', NEW_YEAR, null, null, null, null, null, REPLACES_NOTHING],
  [MS_PER_DAY, '{D} {MMM}', NEW_YEAR, null, null, null, null, null, REPLACES_NOTHING],
  [MS_PER_HOUR, '{HH}:{mm}', FIRST_DAY, null, NEW_DAY, null, null, null, REPLACES_NOTHING],
  [MS_PER_MINUTE, '{HH}:{mm}', FIRST_DAY, null, NEW_DAY, null, null, null, REPLACES_NOTHING],
  [MS_PER_SECOND, '{HH}:{mm}:{ss}', FIRST_DAY, null, NEW_DAY, null, null, null, REPLACES_NOTHING],
];
