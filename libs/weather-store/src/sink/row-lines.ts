import { formatNumber, type Reading } from '@weather/weather-schema';
import { toDateTime } from '../rows/date-time.ts';
import type { EvaluatedReading } from '@weather/weather-rules';

/**
 * Rows of `reading` as the lines of a `LOAD DATA` file. One string for all takes 0.3 µs a row; one for each, joined
 * afterwards, took 0.7 more, and formatting numbers without a cache 0.3.
 */
export function readingLines(rows: readonly EvaluatedReading[]): Buffer {
  let lines = '';
  for (const { station, reading, quality } of rows) {
    // Numbers, a date and NULL need no escaping: no text of a station is in a line.
    lines += `${station}\t${toDateTime(reading.observedAt)}\t${field(reading.temperature)}\t${field(reading.humidity)}\t${field(
      reading.pressure,
    )}\t${field(reading.windSpeed)}\t${field(reading.windGust)}\t${field(reading.windDirection)}\t${field(
      reading.precipitation,
    )}\t${qualityText(quality)}\n`;
  }
  return Buffer.from(lines);
}

/** Exceedances as the lines of a `LOAD DATA` file for `warning_temperatures`. */
export function exceedanceLines(exceedances: readonly Reading[]): Buffer {
  let lines = '';
  for (const { stationId, temperature, observedAt } of exceedances)
    lines += `${escaped(stationId)}\t${field(temperature)}\t${toDateTime(observedAt)}\n`;
  return Buffer.from(lines);
}

let lastQuality = Number.NaN;
let lastQualityText = '';

/** Keeps the last text, since most readings have the flags of the one before. */
function qualityText(quality: number): string {
  if (quality !== lastQuality) {
    lastQualityText = String(quality);
    lastQuality = quality;
  }
  return lastQualityText;
}

function field(value: number | undefined): string {
  return value === undefined ? '\\N' : formatNumber(value);
}

/** Escapes what would end a field or a line, though the schema allows none of it in a station's id. */
function escaped(text: string): string {
  return text.replace(/[\\\t\n]/g, '\\$&');
}
