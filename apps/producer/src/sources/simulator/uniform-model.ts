import { asFraction, mixWide } from './hash.ts';
import { roundTo, type WeatherModel } from './weather-model.ts';

const LOWEST = 5;
const HIGHEST = 35;

/** The older project's simulation: any temperature from 5 to 35 °C is as likely as any other, at any time. */
export const uniformModel: WeatherModel = (station, instant) => ({
  temperature: roundTo(1, LOWEST + (HIGHEST - LOWEST) * asFraction(mixWide(station.localSalt, instant))),
});
