import { getFlag, QUALITY_FLAG, type ExceedanceRule } from '@weather/weather-rules';

/**
 * Whether a reading is an alert: its temperature lies strictly above the threshold and is not wrong. One without a
 * temperature is none.
 */
export function aboveThreshold(thresholdCelsius: number): ExceedanceRule {
  return ({ temperature }, quality) =>
    temperature !== undefined &&
    temperature > thresholdCelsius &&
    getFlag(quality, 'temperature') !== QUALITY_FLAG.wrong;
}
