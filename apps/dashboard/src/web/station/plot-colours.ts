/** The page's colours, for what is drawn on a canvas. */
export interface PlotColours {
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly line: string;
  readonly surface: string;
  readonly flagged: string;
  readonly alert: string;
  readonly alertBand: string;
}

/** As they are now: they change with the theme. */
export function readPlotColours(element: Element): PlotColours {
  const probe = document.createElement('span');
  probe.hidden = true;
  element.append(probe);
  const read = (name: string) => {
    // Of a custom property itself the browser gives the text, `light-dark(…)`, that a canvas does not take.
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    text: read('text'),
    muted: read('muted'),
    grid: read('line'),
    line: read('accent'),
    surface: read('surface'),
    flagged: read('warning'),
    alert: read('bad'),
    alertBand: read('bad-soft'),
  };
  probe.remove();
  return colours;
}
