/** The view that the hash of the URL selects. */
export type Route =
  | { readonly view: 'stations' }
  | { readonly view: 'station'; readonly station: string }
  | { readonly view: 'alerts'; readonly query: string }
  | { readonly view: 'pipeline' };

const STATIONS = '#/';
const STATION = '#/stations/';
const ALERTS = '#/alerts';
const PIPELINE = '#/pipeline';

/** Parses a hash; the stations view if it is unknown. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.split('?', 2);
  if (path === ALERTS) return { view: 'alerts', query };
  if (path === PIPELINE) return { view: 'pipeline' };
  const station = path.startsWith(STATION) ? decode(path.slice(STATION.length)) : '';
  return station === '' ? { view: 'stations' } : { view: 'station', station };
}

/** The inverse of `parseRoute`. */
export function toHref(route: Route): string {
  switch (route.view) {
    case 'stations':
      return STATIONS;
    case 'station':
      return STATION + encodeURIComponent(route.station);
    case 'alerts':
      return route.query === '' ? ALERTS : `${ALERTS}?${route.query}`;
    case 'pipeline':
      return PIPELINE;
  }
}

/** A truncated or hand-written hash may not decode. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
