import { whole } from './format-figures.ts';
import type { Report } from './report.ts';
import { summarise, type Summary } from './summary.ts';

/** A bar of a plot, and the text behind it. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Whether it is the pipeline's own. */
  readonly own: boolean;
}

/** Bars with one scale. */
export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const WIDTH = 860;
const LABEL_WIDTH = 400;
const VALUE_WIDTH = 90;
const BAR_WIDTH = WIDTH - LABEL_WIDTH - VALUE_WIDTH;
const BAR_HEIGHT = 16;
const ROW_HEIGHT = 24;
const TITLE_HEIGHT = 40;
const TEXT_RISE = 12;
const GAP = 8;
/** Of the pipeline itself; everything else is a peer or a limit. */
const OWN = /^(consumer|simulator|replay|stations|partitions|table|repeats|bad)/;

/** Rates of all stages, a panel each, as an SVG that is readable on light and on dark. */
export function resultsPlot({ stages, runs }: Report): string {
  const summaries = summarise(runs);
  const panels = stages.flatMap(({ name, title }) => {
    const bars = summaries.filter(({ stage }) => stage === name).map(barOf);
    return bars.length === 0 || name === 'latency' ? [] : [{ title: `${title}, events/s`, bars }];
  });
  return barPlot(panels);
}

function barOf({ contender, title, rate }: Summary): Bar {
  return { label: title, value: rate, own: OWN.test(contender) };
}

/** Horizontal bars, panel below panel. */
export function barPlot(panels: readonly Panel[]): string {
  let top = 0;
  const drawn = panels.map((panel) => {
    const group = `<g transform="translate(0 ${top})">${panelElements(panel).join('')}</g>`;
    top += TITLE_HEIGHT + panel.bars.length * ROW_HEIGHT;
    return group;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + GAP}" font-family="sans-serif" font-size="13">`,
    STYLE,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

/** The colour of text follows the reader's; the bars are dark enough for white and light enough for black. */
const STYLE = `<style>
  text { fill: #24292f }
  .own { fill: #2f81f7 }
  .other { fill: #8b949e }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
</style>`;

function panelElements({ title, bars }: Panel): string[] {
  const largest = Math.max(...bars.map(({ value }) => value));
  const heading = `<text x="0" y="${TITLE_HEIGHT - TEXT_RISE}" font-weight="bold">${escaped(title)}</text>`;
  return [
    heading,
    ...bars.flatMap((bar, index) => barElements(bar, TITLE_HEIGHT + index * ROW_HEIGHT, largest)),
  ];
}

function barElements({ label, value, own }: Bar, y: number, largest: number): string[] {
  const width = largest > 0 ? Math.round((value / largest) * BAR_WIDTH) : 0;
  const baseline = y + TEXT_RISE;
  return [
    `<text x="${LABEL_WIDTH - GAP}" y="${baseline}" text-anchor="end">${escaped(label)}</text>`,
    `<rect class="${own ? 'own' : 'other'}" x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}"/>`,
    `<text x="${LABEL_WIDTH + width + GAP}" y="${baseline}">${whole(value)}</text>`,
  ];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
