/** The values of one metric in the text format of Prometheus, by their labels as written there: `stage="decode",reason="…"`. */
export function parseMetricSamples(text: string, name: string): Readonly<Record<string, number>> {
  const samples = text.split('\n').flatMap((line): [string, number][] => {
    const [, found, labels = '', value] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    return found === name ? [[labels, Number(value)]] : [];
  });
  return Object.fromEntries(samples);
}
