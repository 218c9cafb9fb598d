import type uPlot from 'uplot';
import type { Alert } from '../../../contract/alerts.ts';

const FONT = '12px system-ui, sans-serif';
const MARK_SIZE = 5;
const LINE_WIDTH = 1.5;
const TEXT_GAP = 4;
const TEXT_BASELINE = 12;
const DASHES = [6, 4];
const OPAQUE = 1;
const BAND_ALPHA = 0.7;

/** Draws the ranges of alerts with their names behind the line. */
export function drawBands(plot: uPlot, bands: readonly AlertBand[], colours: PlotColours): void {
  drawInside(plot, (ctx, ratio) => {
    const { left, top, width, height } = plot.bbox;
    let free = left + width;
    for (const { from, to, label } of bands) {
      const start = Math.max(left, plot.valToPos(from, 'x', true));
      const end = Math.min(left + width, plot.valToPos(to, 'x', true));
      if (end <= left || start >= left + width) continue;
      ctx.globalAlpha = BAND_ALPHA;
      ctx.fillStyle = colours.alertBand;
      ctx.fillRect(start, top, Math.max(ratio, end - start), height);
      ctx.globalAlpha = OPAQUE;
      ctx.fillStyle = colours.alert;
      ctx.textAlign = 'left';
      // The newest band comes first: a name has to end before the one to its right begins.
      const textEnd = start + TEXT_GAP * ratio + ctx.measureText(label).width;
      if (textEnd > free) continue;
      ctx.fillText(label, start + TEXT_GAP * ratio, top + TEXT_BASELINE * ratio);
      free = start;
    }
  });
}

/** Draws a dashed line at a value, with a label at its right end. */
export function drawThreshold(plot: uPlot, value: number, label: string, colours: PlotColours): void {
  const { min, max } = plot.scales['y'] ?? {};
  if (min === undefined || max === undefined || value < min || value > max) return;
  drawInside(plot, (ctx, ratio) => {
    const y = plot.valToPos(value, 'y', true);
    const { left, width } = plot.bbox;
    ctx.strokeStyle = colours.alert;
    ctx.lineWidth = LINE_WIDTH * ratio;
    ctx.setLineDash(DASHES.map((dash) => dash * ratio));
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
    ctx.fillStyle = colours.alert;
    ctx.textAlign = 'right';
    const below = y - plot.bbox.top < TEXT_BASELINE * ratio * 2;
    ctx.fillText(label, left + width - TEXT_GAP * ratio, y + (below ? TEXT_BASELINE : -TEXT_GAP) * ratio);
  });
}

/** Draws diamonds at the values of the second series, which are flagged. */
export function drawFlagged(plot: uPlot, colours: PlotColours): void {
  const [times, , flagged] = plot.data;
  if (!flagged) return;
  const { min = 0, max = 0 } = plot.scales['x'] ?? {};
  drawInside(plot, (ctx, ratio) => {
    ctx.fillStyle = colours.surface;
    ctx.strokeStyle = colours.flagged;
    ctx.lineWidth = 2 * ratio;
    const size = MARK_SIZE * ratio;
    for (let index = 0; index < times.length; index += 1) {
      const at = times[index] ?? min - 1;
      const value = flagged[index] ?? null;
      if (value === null || at < min || at > max) continue;
      drawDiamond(ctx, plot.valToPos(at, 'x', true), plot.valToPos(value, 'y', true), size);
    }
  });
}

function drawDiamond(ctx: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y);
  ctx.lineTo(x, y + size);
  ctx.lineTo(x - size, y);
  ctx.closePath();
  ctx.fill();
  ctx.stroke();
}

/** Clips to the plot; units are pixels of the canvas, of which there are `ratio` in a pixel of the page. */
function drawInside(plot: uPlot, draw: (ctx: CanvasRenderingContext2D, ratio: number) => void): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.font = FONT.replace(/^\d+/, (size) => String(Number(size) * ratio));
  draw(ctx, ratio);
  ctx.restore();
}

/** The time range of an alert, in epoch ms. */
export interface AlertBand {
  readonly from: number;
  readonly to: number;
  /** For people who cannot distinguish the colours. */
  readonly label: string;
}

/** The ranges of alerts that have fired; a firing one extends to `now`. */
export function alertBands(alerts: readonly Alert[], now: number): readonly AlertBand[] {
  return alerts
    .filter(({ firedAt }) => firedAt !== null)
    .map(({ rule, startedAt, resolvedAt }) => ({
      from: Date.parse(startedAt),
      to: resolvedAt === null ? now : Date.parse(resolvedAt),
      label: `▲ ${rule}`,
    }));
}

/** The custom properties of the colours. */
const COLOURS = {
  muted: 'muted',
  grid: 'line',
  line: 'accent',
  surface: 'surface',
  flagged: 'warning',
  alert: 'bad',
  alertBand: 'bad-soft',
} as const;

/** The colours of the page for drawings on a canvas. */
export type PlotColours = Readonly<Record<keyof typeof COLOURS, string>>;

/** Reads the current colours, which change with the theme. */
export function readPlotColours(element: Element): PlotColours {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const colours = Object.entries(COLOURS).map(([name, property]) => {
    // The value of the custom property itself is `light-dark(…)`, which a canvas does not accept.
    probe.style.color = `var(--${property})`;
    return [name, getComputedStyle(probe).color];
  });
  probe.remove();
  return Object.fromEntries(colours) as PlotColours;
}
