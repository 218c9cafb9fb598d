const FAHRENHEIT_AT_ZERO_CELSIUS = 32;
const FAHRENHEIT_PER_CELSIUS = 1.8;

/** °C in °F, not rounded: the formulas of the US National Weather Service are in °F. */
export function toFahrenheit(celsius: number): number {
  return celsius * FAHRENHEIT_PER_CELSIUS + FAHRENHEIT_AT_ZERO_CELSIUS;
}

/** °F in °C, not rounded. */
export function toCelsius(fahrenheit: number): number {
  return (fahrenheit - FAHRENHEIT_AT_ZERO_CELSIUS) / FAHRENHEIT_PER_CELSIUS;
}
