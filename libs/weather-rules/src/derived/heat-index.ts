import { toCelsius, toFahrenheit } from './fahrenheit.ts';

/** Up to here the NWS uses the temperature itself as the heat index. */
const COOL_FAHRENHEIT = 40;
/** From here on the regression replaces the simple formula. */
const WARM_FAHRENHEIT = 80;
const SATURATED_PERCENT = 100;

const SIMPLE = { constant: 61, base: 68, slope: 1.2, humidity: 0.094, half: 0.5 } as const;

/** Of Rothfusz' regression: the factor of T^row · RH^column, T in °F, RH in %. */
const ROTHFUSZ = [
  [-42.379, 10.14333127, -0.05481717],
  [2.04901523, -0.22475541, 0.00085282],
  [-0.00683783, 0.00122874, -0.00000199],
] as const;

const DRY = { percent: 13, percentStep: 4, from: 80, to: 112, middle: 95, spread: 17 } as const;
const HUMID = { percent: 85, percentStep: 10, from: 80, to: 87, fahrenheitStep: 5 } as const;

/**
 * The US National Weather Service's heat index in °C: the apparent temperature in the shade with a light wind. Rothfusz'
 * regression with its two adjustments, and below 80 °F the simple formula, as the Weather Prediction Center's page "The
 * Heat Index Equation" gives them (Rothfusz, NWS Technical Attachment SR 90-23, 1990).
 * @param temperature in °C
 * @param humidity in %
 * @returns undefined at 40 °F (4.4 °C) and below and outside of 0…100 %. Above what the NWS's chart shows (a heat index of
 * 137 °F, 58 °C) the value is an extrapolation.
 */
export function heatIndex(temperature: number, humidity: number): number | undefined {
  const fahrenheit = toFahrenheit(temperature);
  if (!(fahrenheit > COOL_FAHRENHEIT && humidity >= 0 && humidity <= SATURATED_PERCENT)) return undefined;
  const simple = simpleIndex(fahrenheit, humidity);
  if (simple < WARM_FAHRENHEIT) return toCelsius(simple);
  const index = regression(fahrenheit, humidity);
  return toCelsius(index - dryAdjustment(fahrenheit, humidity) + humidAdjustment(fahrenheit, humidity));
}

/** The mean of the temperature and Steadman's value, already: the page's "result averaged with the temperature". */
function simpleIndex(fahrenheit: number, humidity: number): number {
  const { constant, base, slope, humidity: perPercent, half } = SIMPLE;
  return half * (fahrenheit + constant + (fahrenheit - base) * slope + humidity * perPercent);
}

function regression(fahrenheit: number, humidity: number): number {
  const [constant, linear, square] = ROTHFUSZ;
  const slope = polynomial(linear, humidity) + fahrenheit * polynomial(square, humidity);
  return polynomial(constant, humidity) + fahrenheit * slope;
}

function polynomial([constant, linear, square]: readonly [number, number, number], x: number): number {
  return constant + x * (linear + x * square);
}

function dryAdjustment(fahrenheit: number, humidity: number): number {
  const { percent, percentStep, from, to, middle, spread } = DRY;
  if (humidity >= percent || fahrenheit < from || fahrenheit > to) return 0;
  return ((percent - humidity) / percentStep) * Math.sqrt((spread - Math.abs(fahrenheit - middle)) / spread);
}

function humidAdjustment(fahrenheit: number, humidity: number): number {
  const { percent, percentStep, from, to, fahrenheitStep } = HUMID;
  if (humidity <= percent || fahrenheit < from || fahrenheit > to) return 0;
  return ((humidity - percent) / percentStep) * ((to - fahrenheit) / fahrenheitStep);
}
