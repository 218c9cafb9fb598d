import type { LoadReading } from '../load/load-reading.ts';

const DATE_END = 10;
const TIME_START = 11;
const TIME_END = 23;

/** Readings as the lines of a `LOAD DATA` file. The load's texts need no escaping. */
export function encodeLines(readings: readonly LoadReading[]): Buffer {
  let lines = '';
  for (const reading of readings) {
    const { stationId, observedAt, temperature, humidity, pressure } = reading;
    const { windSpeed, windDirection, precipitation } = reading;
    lines += `${stationId}\t${dateTimeOf(observedAt)}\t${temperature}\t${humidity}\t${pressure}\t${windSpeed}\t${windDirection}\t${precipitation}\n`;
  }
  return Buffer.from(lines);
}

function dateTimeOf(iso: string): string {
  return `${iso.slice(0, DATE_END)} ${iso.slice(TIME_START, TIME_END)}`;
}
