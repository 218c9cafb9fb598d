import { getFlag, QUALITY_FLAG, type ExceedanceRule } from '@weather/weather-rules';

/**
 * Whether a reading is an exceedance: its temperature is strictly above the threshold and not flagged as wrong. A reading
 * without a temperature is not an exceedance.
 */
export function aboveThreshold(thresholdCelsius: number): ExceedanceRule {
  return ({ temperature }, quality) =>
    temperature !== undefined &&
    temperature > thresholdCelsius &&
    getFlag(quality, 'temperature') !== QUALITY_FLAG.wrong;
}
