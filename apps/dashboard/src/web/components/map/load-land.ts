import type { GeoPermissibleObjects } from 'd3-geo';
import { feature } from 'topojson-client';
import type { Topology } from 'topojson-specification';

/** Coastlines: of the whole world, or finer ones for what is zoomed in. */
export type LandDetail = 'coarse' | 'fine';

const PATHS: Readonly<Record<LandDetail, string>> = {
  coarse: '/land-110m.json',
  fine: '/land-50m.json',
};

const loaded = new Map<LandDetail, Promise<GeoPermissibleObjects>>();

/** The land of the world. Each detail is fetched once; a fetch that failed is tried again at the next call. */
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
  if (!response.ok) throw new Error(`${path} answers ${response.status}`);
  const topology = (await response.json()) as Topology;
  return feature(topology, 'land');
}
