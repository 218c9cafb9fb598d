/** Colours by the temperature, in °C, from which they apply; lightness decreases towards both ends. */
export const COLOUR_STEPS: readonly { readonly from: number; readonly colour: string }[] = [
  { from: Number.NEGATIVE_INFINITY, colour: '#4b2a8c' },
  { from: -20, colour: '#3b4cc0' },
  { from: -10, colour: '#3f7fd6' },
  { from: 0, colour: '#62b1e4' },
  { from: 10, colour: '#9fd8d8' },
  { from: 15, colour: '#cfe8a9' },
  { from: 20, colour: '#f8e27a' },
  { from: 25, colour: '#fbb34c' },
  { from: 30, colour: '#ef7133' },
  { from: 35, colour: '#cf2f27' },
  { from: 40, colour: '#8c1033' },
];

/** The colour of a temperature in °C; undefined if there is none. */
export function temperatureColour(temperature: number | null): string | undefined {
  if (temperature === null) return undefined;
  return COLOUR_STEPS.findLast(({ from }) => temperature >= from)?.colour;
}
