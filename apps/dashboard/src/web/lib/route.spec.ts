import { describe, expect, it } from '@jest/globals';
import { toHref, parseRoute, type Route } from './route.ts';

const ROUTES: readonly Route[] = [
  { view: 'stations' },
  { view: 'station', station: 'paris' },
  { view: 'station', station: '<b>a/b?c#d% é' },
  { view: 'alerts', query: '' },
  { view: 'alerts', query: 'state=firing&rule=heat' },
  { view: 'pipeline' },
];

describe('the route', () => {
  it.each(ROUTES)('is parsed from its link: %j', (route) => {
    expect(parseRoute(toHref(route))).toEqual(route);
  });

  it.each(['', '#', '#/', '#/nothing', '#/stations/', '#/stations/%E0%A4%A'])(
    'is the stations view for %j',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ view: 'stations' });
    },
  );
});
