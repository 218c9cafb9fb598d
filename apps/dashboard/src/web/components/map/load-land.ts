import type { GeoPermissibleObjects } from 'd3-geo';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';

/** Coarse coastlines are for the whole world, fine ones for a zoomed map. */
export type LandDetail = 'coarse' | 'fine';

const PATHS: Readonly<Record<LandDetail, string>> = {
  coarse: '/land-110m.json',
  fine: '/land-50m.json',
};

const loaded = new Map<LandDetail, Promise<GeoPermissibleObjects>>();

/** Loads the land of the world, each detail once; a failed request is repeated at the next call. */
export function loadLand(detail: LandDetail): Promise<GeoPermissibleObjects> {
  const known = loaded.get(detail);
  if (known) return known;
  const land = fetchLand(PATHS[detail]);
  loaded.set(detail, land);
  land.catch(() => loaded.delete(detail));
  return land;
}

async function fetchLand(path: string): Promise<GeoPermissibleObjects> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} responded with ${response.status}`);
  const topology = (await response.json()) as Topology;
  return feature(topology, 'land');
}
