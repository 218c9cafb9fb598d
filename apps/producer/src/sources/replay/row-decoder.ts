import { convertToWireUnit, STATION_ID_PATTERN, type Reading } from '@weather/weather-schema';
import type { ReplayMapping } from './replay-mapping.ts';
import type { Column, ColumnMap } from './column-map.ts';
import type { StationTimes } from './station-times.ts';

/** A row that cannot be decoded; the message gives the reason. */
export class BadRowError extends Error {
  override readonly name = 'BadRowError';
}

const NUMBER_PATTERN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const LONGEST_SHOWN = 40;

/**
 * Decodes the rows of one file into readings. Values are converted, not checked: implausible ones are left to the quality
 * control of the consumer.
 */
export class RowDecoder {
  readonly #cities: ReadonlyMap<string, string>;
  readonly #missing: ReadonlySet<string>;

  constructor(
    private readonly mapping: ReplayMapping,
    private readonly columnMap: ColumnMap,
    private readonly times: StationTimes,
  ) {
    this.#cities = new Map(Object.entries(mapping.city?.byStation ?? {}));
    this.#missing = new Set(mapping.missing);
  }

  /** @throws BadRowError when the row has no station, time or value, or one that cannot be read. */
  decode(fields: readonly string[]): Reading {
    const { columnCount } = this.columnMap;
    if (fields.length !== columnCount) {
      throw new BadRowError(`it has ${fields.length} columns, the header has ${columnCount}`);
    }
    const stationId = this.#readStation(fields);
    const reading: Reading = { stationId, observedAt: this.#readTime(fields, stationId) };
    const city = this.#readCity(fields, stationId);
    if (city !== undefined) reading.city = city;
    this.#readQuantities(fields, reading);
    this.times.count(stationId, reading.observedAt);
    return reading;
  }

  #readStation(fields: readonly string[]): string {
    const { station } = this.columnMap;
    if (station === undefined) return this.mapping.station.id ?? '';
    const text = this.#required(fields, station);
    if (STATION_ID_PATTERN.test(text)) return text;
    throw new BadRowError(
      `${station.name} ${formatText(text)} is not a station id (1 to 64 of A-Z a-z 0-9 . _ : -)`,
    );
  }

  #readTime(fields: readonly string[], stationId: string): number {
    const { time } = this.columnMap;
    const text = this.#required(fields, time);
    const timestamp = this.times.read(stationId, text);
    if (typeof timestamp === 'number') return timestamp;
    throw new BadRowError(`${time.name} ${formatText(text)} ${timestamp}`);
  }

  #readCity(fields: readonly string[], stationId: string): string | undefined {
    const { city } = this.columnMap;
    return city === undefined ? this.#cities.get(stationId) : this.#readText(fields, city);
  }

  #readQuantities(fields: readonly string[], reading: Reading): void {
    let count = 0;
    for (const column of this.columnMap.measured) {
      const text = this.#readText(fields, column);
      if (text === undefined) continue;
      if (!NUMBER_PATTERN.test(text))
        throw new BadRowError(`${column.name} ${formatText(text)} is not a number`);
      const value = convertToWireUnit(column.quantity, Number(text), column.unit);
      // JSON has no infinity: the value would be sent as if it was missing.
      if (!Number.isFinite(value)) throw new BadRowError(`${column.name} ${formatText(text)} is too large`);
      reading[column.quantity] = value;
      count++;
    }
    if (count === 0) throw new BadRowError('it has no measurement');
  }

  #required(fields: readonly string[], column: Column): string {
    const text = this.#readText(fields, column);
    if (text === undefined) throw new BadRowError(`${column.name} is missing`);
    return text;
  }

  /** @returns undefined for a text that means a missing value. */
  #readText(fields: readonly string[], { index }: Column): string | undefined {
    const text = (fields[index] ?? '').trim();
    return this.#missing.has(text) ? undefined : text;
  }
}

function formatText(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}
