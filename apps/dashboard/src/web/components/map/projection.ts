import { geoNaturalEarth1, type GeoProjection } from 'd3-geo';
import type { Size } from './view-transform.ts';

/** In degrees; north and east are positive. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

/** Pixels around the stations for their labels. */
const MARGIN = 48;
/** Maximum share of the width or height, for small screens. */
const MARGIN_SHARE = 1 / 20;
/** Minimum number of degrees shown, so that a single station is shown with its surroundings. */
const MIN_SPAN = 16;
const MAX_LATITUDE = 85;
const CIRCLE = 360;
/** Stations that span more degrees than this are shown on a world map centred on Greenwich. */
const WORLD_SPAN = 180;

/** The Natural Earth projection, rotated and scaled so that all positions are visible. */
export function projectionFor(positions: readonly Position[], size: Size): GeoProjection {
  const margin = Math.min(MARGIN, size.width * MARGIN_SHARE, size.height * MARGIN_SHARE);
  const projection = geoNaturalEarth1().rotate([-middleLongitude(positions), 0]);
  return projection.fitExtent(
    [
      [margin, margin],
      [size.width - margin, size.height - margin],
    ],
    { type: 'MultiPoint', coordinates: positions.length === 0 ? WORLD : withSurroundings(positions) },
  );
}

const WORLD: [number, number][] = [
  [-170, 0],
  [170, 0],
  [0, 75],
  [0, -58],
];

/** The middle of the shortest arc that holds all longitudes. */
function middleLongitude(positions: readonly Position[]): number {
  const longitudes = positions.map(({ longitude }) => longitude).sort((a, b) => a - b);
  const first = longitudes[0];
  if (first === undefined) return 0;
  let start = first;
  let largestGap = 0;
  longitudes.forEach((longitude, index) => {
    const next = longitudes[index + 1] ?? first + CIRCLE;
    if (next - longitude <= largestGap) return;
    largestGap = next - longitude;
    start = next;
  });
  const span = CIRCLE - largestGap;
  return span > WORLD_SPAN ? 0 : start + span / 2;
}

function withSurroundings(positions: readonly Position[]): [number, number][] {
  const latitudes = positions.map(({ latitude }) => latitude);
  const latitude = (Math.min(...latitudes) + Math.max(...latitudes)) / 2;
  const longitude = middleLongitude(positions);
  const around = (offset: number) => Math.min(MAX_LATITUDE, Math.max(-MAX_LATITUDE, latitude + offset));
  return [
    ...positions.map((position): [number, number] => [position.longitude, position.latitude]),
    [longitude - MIN_SPAN / 2, latitude],
    [longitude + MIN_SPAN / 2, latitude],
    [longitude, around(-MIN_SPAN / 2)],
    [longitude, around(MIN_SPAN / 2)],
  ];
}
