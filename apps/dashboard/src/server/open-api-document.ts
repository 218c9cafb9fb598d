import { silentLogger } from '@weather/service-runtime';
import type { QueryRunner } from '@weather/weather-store/queries';
import type { LiveView } from '../live/event-hub.ts';
import { StationLocations } from './locations/station-locations.ts';
import { createServer } from './create-server.ts';

/** Stands for what the description does not depend on. */
const UNUSED = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`the description of the API needs no "${String(name)}"`);
    },
  },
) as QueryRunner & LiveView;

/** The description of the API, as `/openapi.json` gives it: that of a server that nobody asks anything. */
export async function openApiDocument(): Promise<object> {
  const server = await createServer({
    settings: { alertThresholdCelsius: 0, version: '' },
    reader: UNUSED,
    locations: new StationLocations([]),
    live: UNUSED,
    pageFolder: '',
    protection: { hosts: undefined, requestsPerMinute: 1, trustedProxies: [], login: undefined },
    onAnswered: () => undefined,
    logger: silentLogger(),
  });
  return server.swagger();
}
