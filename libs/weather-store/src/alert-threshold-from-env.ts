import { FromEnv } from '@weather/service-runtime';
import { IsNumber, Max, Min } from 'class-validator';

const MIN_CELSIUS = -100;
const MAX_CELSIUS = 100;

/** Declares a property of a configuration class as the threshold of exceedances, in °C. */
export function AlertThresholdFromEnv(): PropertyDecorator {
  return FromEnv(
    {
      env: 'ALERT_THRESHOLD_CELSIUS',
      type: 'number',
      description: 'temperature in °C above which a reading is saved as an exceedance',
      allowed: `a number from ${MIN_CELSIUS} to ${MAX_CELSIUS}`,
    },
    IsNumber(),
    Min(MIN_CELSIUS),
    Max(MAX_CELSIUS),
  );
}
