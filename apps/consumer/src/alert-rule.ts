import type { Reading } from '@weather/weather-schema';

/** Whether a reading is an alert: its temperature lies strictly above the threshold. One without a temperature is none. */
export function aboveThreshold(thresholdCelsius: number): (reading: Reading) => boolean {
  return ({ temperature }) => temperature !== undefined && temperature > thresholdCelsius;
}
