import { convertToWireUnit, STATION_ID_PATTERN, type Reading } from '@weather/weather-schema';
import type { ReplayMapping } from './replay-mapping.ts';
import type { Column, RowLayout } from './row-layout.ts';
import type { StationTimes } from './station-times.ts';

/** A row that no reading can be made of; the message says why. */
export class BadRowError extends Error {
  override readonly name = 'BadRowError';
}

const NUMBER_PATTERN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const LONGEST_SHOWN = 40;

/**
 * Makes readings of the rows of one file. Values are converted, not judged: what cannot be a measurement is for the
 * quality control of the consumer.
 */
export class RowDecoder {
  readonly #cities: ReadonlyMap<string, string>;
  readonly #missing: ReadonlySet<string>;

  constructor(
    private readonly mapping: ReplayMapping,
    private readonly layout: RowLayout,
    private readonly times: StationTimes,
  ) {
    this.#cities = new Map(Object.entries(mapping.city?.byStation ?? {}));
    this.#missing = new Set(mapping.missing);
  }

  /** @throws BadRowError when the row has no station, time or value, or one that cannot be read. */
  decode(fields: readonly string[]): Reading {
    const { columnCount } = this.layout;
    if (fields.length !== columnCount) {
      throw new BadRowError(`it has ${fields.length} columns, the header has ${columnCount}`);
    }
    const stationId = this.#stationOf(fields);
    const reading: Reading = { stationId, observedAt: this.#timeOf(fields, stationId) };
    const city = this.#cityOf(fields, stationId);
    if (city !== undefined) reading.city = city;
    this.#measure(fields, reading);
    this.times.count(stationId, reading.observedAt);
    return reading;
  }

  #stationOf(fields: readonly string[]): string {
    const { station } = this.layout;
    if (station === undefined) return this.mapping.station.id ?? '';
    const text = this.#required(fields, station);
    if (STATION_ID_PATTERN.test(text)) return text;
    throw new BadRowError(`${station.name} ${shown(text)} is no station id: 1 to 64 of A-Z a-z 0-9 . _ : -`);
  }

  #timeOf(fields: readonly string[], stationId: string): number {
    const { time } = this.layout;
    const text = this.#required(fields, time);
    const instant = this.times.read(stationId, text);
    if (typeof instant === 'number') return instant;
    throw new BadRowError(`${time.name} ${shown(text)} ${instant}`);
  }

  #cityOf(fields: readonly string[], stationId: string): string | undefined {
    const { city } = this.layout;
    return city === undefined ? this.#cities.get(stationId) : this.#textOf(fields, city);
  }

  #measure(fields: readonly string[], reading: Reading): void {
    let count = 0;
    for (const column of this.layout.measured) {
      const text = this.#textOf(fields, column);
      if (text === undefined) continue;
      if (!NUMBER_PATTERN.test(text)) throw new BadRowError(`${column.name} ${shown(text)} is not a number`);
      const value = convertToWireUnit(column.quantity, Number(text), column.unit);
      // JSON has no infinity: the value would be sent as if it was missing.
      if (!Number.isFinite(value))
        throw new BadRowError(`${column.name} ${shown(text)} is too large a number`);
      reading[column.quantity] = value;
      count++;
    }
    if (count === 0) throw new BadRowError('it has no value of any quantity');
  }

  #required(fields: readonly string[], column: Column): string {
    const text = this.#textOf(fields, column);
    if (text === undefined) throw new BadRowError(`${column.name} is missing`);
    return text;
  }

  /** @returns undefined for a text that stands for a missing value. */
  #textOf(fields: readonly string[], { index }: Column): string | undefined {
    const text = (fields[index] ?? '').trim();
    return this.#missing.has(text) ? undefined : text;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);
}
