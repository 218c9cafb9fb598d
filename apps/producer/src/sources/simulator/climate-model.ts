import { humidityAt } from './humidity.ts';
import { pressureAt } from './pressure.ts';
import { precipitationSince } from './rain-gauge.ts';
import { temperatureAt } from './temperature.ts';
import { roundTo, type Measurements, type WeatherModel } from './weather-model.ts';
import { windAt } from './wind.ts';

/** Below it smoke rises vertically and a vane points nowhere, in m/s: Beaufort 0, WMO-No. 8 (2018), table 5.1. */
const CALM_BELOW = 0.3;
const NORTH = 360;

/** Weather as it is usual at the station's place, at that time of the day and the year. */
export const climateModel: WeatherModel = (station, timestamp, previousTimestamp) => {
  const temperature = temperatureAt(station, timestamp);
  return {
    temperature: roundTo(1, temperature.now),
    humidity: roundTo(1, humidityAt(station, timestamp, temperature)),
    pressure: roundTo(1, pressureAt(station, timestamp, temperature.now)),
    ...measuredWind(windAt(station, timestamp)),
    precipitation: roundTo(1, precipitationSince(station, previousTimestamp, timestamp)),
  };
};

function measuredWind({ speed, gust, direction }: ReturnType<typeof windAt>): Measurements {
  const windSpeed = roundTo(1, speed);
  const measured = { windSpeed, windGust: roundTo(1, gust) };
  return windSpeed < CALM_BELOW ? measured : { ...measured, windDirection: roundTo(0, direction) || NORTH };
}
