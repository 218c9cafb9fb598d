import { Type, type Static } from 'typebox';
import { Timestamp, NextPage, Nullable, PageQuery } from './common.ts';
import { StoredReading } from './stations.ts';

/** Maximum number of points of a series. */
const MAX_POINTS = 5_000;
/** Default number of points of a series. */
export const DEFAULT_POINTS = 2_000;

/** Includes `from`, excludes `to`. */
const RangeQuery = { from: Timestamp, to: Timestamp };

export const ReadingsQuery = Type.Object({ ...RangeQuery, ...PageQuery });
export type ReadingsQuery = Static<typeof ReadingsQuery>;

/** In chronological order. */
export const ReadingsPage = Type.Object(
  { readings: Type.Array(StoredReading), ...NextPage },
  { title: 'ReadingsPage' },
);
export type ReadingsPage = Static<typeof ReadingsPage>;

export const QuantityName = Type.Union(
  [
    Type.Literal('temperature'),
    Type.Literal('humidity'),
    Type.Literal('pressure'),
    Type.Literal('windSpeed'),
    Type.Literal('windGust'),
    Type.Literal('windDirection'),
    Type.Literal('precipitation'),
  ],
  { title: 'Quantity' },
);
export type QuantityName = Static<typeof QuantityName>;

export const SeriesQuery = Type.Object({
  ...RangeQuery,
  quantity: QuantityName,
  points: Type.Optional(
    Type.Integer({
      minimum: 3,
      maximum: MAX_POINTS,
      default: DEFAULT_POINTS,
      description: 'maximum number of points',
    }),
  ),
});
export type SeriesQuery = Static<typeof SeriesQuery>;

/** A quantity over time, downsampled by LTTB: columns of equal length in chronological order. */
export const Series = Type.Object(
  {
    quantity: QuantityName,
    unit: Type.String({ description: 'such as °C' }),
    resolution: Type.Union([Type.Literal('reading'), Type.Literal('hour'), Type.Literal('day')], {
      description:
        'hour and day: means of the rollups, used if there are too many readings or they are no longer retained',
    }),
    times: Type.Array(Type.Integer(), { description: 'epoch milliseconds' }),
    values: Type.Array(Nullable(Type.Number()), { description: 'null where there is a gap' }),
    flags: Type.Array(Type.Integer(), { description: 'the quality flag of each value' }),
    total: Type.Integer({ description: 'number of values before downsampling' }),
  },
  { title: 'Series' },
);
export type Series = Static<typeof Series>;

export const RollupsQuery = Type.Object({
  ...RangeQuery,
  ...PageQuery,
  resolution: Type.Union([Type.Literal('hour'), Type.Literal('day')]),
});

const aggregates = (unit: string) =>
  Type.Object(
    {
      count: Type.Integer(),
      min: Nullable(Type.Number()),
      mean: Nullable(Type.Number()),
      max: Nullable(Type.Number()),
    },
    { description: unit },
  );

/** Aggregates of an hour or a day of a station, without values flagged as wrong. */
export const Rollup = Type.Object(
  {
    start: Timestamp,
    readings: Type.Integer(),
    temperature: aggregates('°C'),
    humidity: aggregates('%'),
    pressure: aggregates('hPa'),
    windSpeed: aggregates('m/s'),
    windGust: aggregates('m/s'),
    precipitationSum: Nullable(Type.Number({ description: 'mm' })),
  },
  { title: 'Rollup' },
);
export type Rollup = Static<typeof Rollup>;

export const RollupsPage = Type.Object(
  { rollups: Type.Array(Rollup), ...NextPage },
  { title: 'RollupsPage' },
);
