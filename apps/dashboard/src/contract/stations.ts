import { Type, type Static } from 'typebox';
import { Timestamp, NextPage, Nullable, NullableObject, PageQuery } from './common.ts';

const value = () => Nullable(Type.Number());

/** A stored reading with a quality flag for each value (WMO code table 0 33 020). */
export const StoredReading = Type.Object(
  {
    observedAt: Timestamp,
    temperature: value(),
    humidity: value(),
    pressure: value(),
    windSpeed: value(),
    windGust: value(),
    windDirection: value(),
    precipitation: value(),
    flags: Type.Array(Type.Integer({ minimum: 0, maximum: 7 }), {
      minItems: 7,
      maxItems: 7,
      description: 'quality flags of the values, in the order of the fields; see docs/quality-control.md',
    }),
  },
  { title: 'Reading' },
);
export type StoredReading = Static<typeof StoredReading>;

/** The location of a station; see the README of the dashboard. */
export const Location = Type.Object(
  {
    name: Type.String(),
    latitude: Type.Number({ minimum: -90, maximum: 90 }),
    longitude: Type.Number({ minimum: -180, maximum: 180 }),
  },
  { title: 'Location' },
);
export type Location = Static<typeof Location>;

/** A currently firing alert of a station. */
export const FiringAlert = Type.Object(
  { rule: Type.String(), severity: Type.String(), startedAt: Timestamp },
  { title: 'FiringAlert' },
);
export type FiringAlert = Static<typeof FiringAlert>;

export const StationStatus = Type.Object(
  {
    id: Type.String({ maxLength: 64 }),
    city: Nullable(Type.String()),
    location: NullableObject(Location),
    latest: NullableObject(StoredReading),
    alerts: Type.Array(FiringAlert),
  },
  { title: 'Station' },
);
export type StationStatus = Static<typeof StationStatus>;

export const StationsQuery = Type.Object({
  ...PageQuery,
  search: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: 'part of the id or the city' }),
  ),
});
export type StationsQuery = Static<typeof StationsQuery>;

export const StationsPage = Type.Object(
  { stations: Type.Array(StationStatus), ...NextPage },
  { title: 'StationsPage' },
);
export type StationsPage = Static<typeof StationsPage>;

export const StationParams = Type.Object({ station: Type.String({ minLength: 1, maxLength: 64 }) });
