/** A measured quantity; the names are those of the wire format. */
export type Quantity =
  'temperature' | 'humidity' | 'pressure' | 'windSpeed' | 'windGust' | 'windDirection' | 'precipitation';

/** The meaning of a quantity, and its unit on the wire. Any finite number may be its value: quality control flags it. */
export interface QuantityDefinition {
  readonly unit: string;
  readonly description: string;
}

/** The single source of the quantities and their units: the published contract follows it. */
export const QUANTITIES: Readonly<Record<Quantity, QuantityDefinition>> = {
  temperature: { unit: '°C', description: 'air temperature' },
  humidity: { unit: '%', description: 'relative humidity' },
  pressure: { unit: 'hPa', description: 'air pressure at the station' },
  windSpeed: { unit: 'm/s', description: 'mean wind speed' },
  windGust: { unit: 'm/s', description: 'highest wind speed' },
  windDirection: { unit: '°', description: 'where the wind comes from, clockwise from north' },
  precipitation: { unit: 'mm', description: "precipitation since the station's previous reading" },
};

/** Every quantity, in the order in which a reading is written. */
export const QUANTITY_NAMES: readonly Quantity[] = Object.keys(QUANTITIES) as Quantity[];
