import { whole } from './format-figures.ts';
import type { Report } from './report.ts';
import { summarize, type Summary } from './summary.ts';

/** A bar of a plot. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  /** Whether it shows the pipeline itself. */
  readonly isOwn: boolean;
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
/** The pipeline itself; everything else is a peer or a limit. */
const OWN = /^(consumer|simulator|replay|stations|partitions|table|duplicates|invalid)/;

/** The rates of all stages, one panel each, as an SVG for light and dark backgrounds. */
export function resultsPlot({ stages, runs }: Report): string {
  const summaries = summarize(runs);
  const panels = stages.flatMap(({ name, title }) => {
    const bars = summaries.filter(({ stage }) => stage === name).map(createBar);
    return bars.length === 0 || name === 'latency' ? [] : [{ title: `${title}, events/s`, bars }];
  });
  return barPlot(panels);
}

function createBar({ candidate, title, rate }: Summary): Bar {
  return { label: title, value: rate, isOwn: OWN.test(candidate) };
}

/** Horizontal bars, panel below panel. */
function barPlot(panels: readonly Panel[]): string {
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

/** The text follows the reader's colour scheme; the bars contrast with both backgrounds. */
const STYLE = `<style>
  text { fill: #24292f }
  .own { fill: #2f81f7 }
  .other { fill: #8b949e }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
</style>`;

function panelElements({ title, bars }: Panel): string[] {
  const largest = Math.max(...bars.map(({ value }) => value));
  const heading = `<text x="0" y="${TITLE_HEIGHT - TEXT_RISE}" font-weight="bold">${escapeXml(title)}</text>`;
  return [
    heading,
    ...bars.flatMap((bar, index) => barElements(bar, TITLE_HEIGHT + index * ROW_HEIGHT, largest)),
  ];
}

function barElements({ label, value, isOwn }: Bar, y: number, largest: number): string[] {
  const width = largest > 0 ? Math.round((value / largest) * BAR_WIDTH) : 0;
  const baseline = y + TEXT_RISE;
  return [
    `<text x="${LABEL_WIDTH - GAP}" y="${baseline}" text-anchor="end">${escapeXml(label)}</text>`,
    `<rect class="${isOwn ? 'own' : 'other'}" x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}"/>`,
    `<text x="${LABEL_WIDTH + width + GAP}" y="${baseline}">${whole(value)}</text>`,
  ];
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
