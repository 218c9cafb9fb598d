import { whole } from './formatting.ts';
import type { Report } from './report.ts';
import { summarize, type Summary } from './summary.ts';

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

/** The text follows the reader's colour scheme; the bars contrast with both backgrounds. */
const STYLE = `<style>
  text { fill: #24292f }
  .own { fill: #2f81f7 }
  .other { fill: #8b949e }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } }
</style>`;

/** The rates of all stages, one panel of horizontal bars each, as an SVG for light and dark backgrounds. */
export function resultsPlot({ stages, runs }: Report): string {
  const summaries = summarize(runs);
  let top = 0;
  const panels = stages.flatMap(({ name, title }) => {
    const bars = summaries.filter(({ stage }) => stage === name);
    if (bars.length === 0 || name === 'latency') return [];
    const panel = `<g transform="translate(0 ${top})">${panelElements(title, bars).join('')}</g>`;
    top += TITLE_HEIGHT + bars.length * ROW_HEIGHT;
    return [panel];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + GAP}" font-family="sans-serif" font-size="13">`,
    STYLE,
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

function panelElements(title: string, bars: readonly Summary[]): string[] {
  const largest = Math.max(...bars.map(({ rate }) => rate));
  return [
    `<text x="0" y="${TITLE_HEIGHT - TEXT_RISE}" font-weight="bold">${escapeXml(title)}, events/s</text>`,
    ...bars.flatMap((bar, index) => barElements(bar, TITLE_HEIGHT + index * ROW_HEIGHT, largest)),
  ];
}

function barElements({ candidate, title, rate }: Summary, y: number, largest: number): string[] {
  const width = largest > 0 ? Math.round((rate / largest) * BAR_WIDTH) : 0;
  const baseline = y + TEXT_RISE;
  return [
    `<text x="${LABEL_WIDTH - GAP}" y="${baseline}" text-anchor="end">${escapeXml(title)}</text>`,
    `<rect class="${OWN.test(candidate) ? 'own' : 'other'}" x="${LABEL_WIDTH}" y="${y}" width="${width}" height="${BAR_HEIGHT}"/>`,
    `<text x="${LABEL_WIDTH + width + GAP}" y="${baseline}">${whole(rate)}</text>`,
  ];
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
