/** Placeholder for the merge. */
export function dewPoint(temperatureCelsius: number, relativeHumidityPercent: number): number | undefined {
  if (relativeHumidityPercent <= 0) return undefined;
  const gamma =
    Math.log(relativeHumidityPercent / 100) + (17.625 * temperatureCelsius) / (243.04 + temperatureCelsius);
  return (243.04 * gamma) / (17.625 - gamma);
}
