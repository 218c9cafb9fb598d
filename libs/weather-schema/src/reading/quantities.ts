/** What a station measures; the names are those of the wire format. */
export type Quantity =
  'temperature' | 'humidity' | 'pressure' | 'windSpeed' | 'windGust' | 'windDirection' | 'precipitation';

/** What a quantity is, its unit on the wire, and the limits beyond which a value cannot be a measurement. */
export interface QuantityDefinition {
  readonly unit: string;
  readonly description: string;
  /** The lowest value that is accepted. */
  readonly min: number;
  /** The highest value that is accepted. */
  readonly max: number;
}

const MAX_WIND = 150;
/** More than the wettest month on record (9,300 mm, Cherrapunji, July 1861). */
const MAX_PRECIPITATION = 10_000;

/** The single source of the units and limits: validation, messages and the published contract follow it. */
export const QUANTITIES: Readonly<Record<Quantity, QuantityDefinition>> = {
  temperature: { unit: '°C', description: 'air temperature', min: -100, max: 100 },
  humidity: { unit: '%', description: 'relative humidity', min: 0, max: 100 },
  pressure: { unit: 'hPa', description: 'air pressure at the station', min: 300, max: 1200 },
  windSpeed: { unit: 'm/s', description: 'mean wind speed', min: 0, max: MAX_WIND },
  windGust: { unit: 'm/s', description: 'highest wind speed', min: 0, max: MAX_WIND },
  windDirection: {
    unit: '°',
    description: 'where the wind comes from, clockwise from north',
    min: 0,
    max: 360,
  },
  precipitation: {
    unit: 'mm',
    description: "precipitation since the station's previous reading",
    min: 0,
    max: MAX_PRECIPITATION,
  },
};

/** Every quantity, in the order in which a reading is written. */
export const QUANTITY_NAMES: readonly Quantity[] = Object.keys(QUANTITIES) as Quantity[];
