import { silentLogger } from '@weather/service-runtime';
import type { QueryRunner } from '@weather/weather-store/queries';
import type { LiveView } from '../live/event-hub.ts';
import { StationLocations } from './locations/station-locations.ts';
import { createServer } from './create-server.ts';

/** A dependency that describing the API never uses. */
const UNUSED = new Proxy(
  {},
  {
    get: (_, name) => {
      throw new Error(`the OpenAPI document must not depend on "${String(name)}"`);
    },
  },
) as QueryRunner & LiveView;

/** Generates the OpenAPI document that `/openapi.json` serves, from a server that does not listen. */
export async function openApiDocument(): Promise<object> {
  const server = await createServer({
    settings: { alertThresholdCelsius: 0, version: '' },
    reader: UNUSED,
    locations: new StationLocations([]),
    live: UNUSED,
    pageFolder: '',
    protection: { host: '0.0.0.0', allowedHosts: [], requestsPerMinute: 1, trustedProxies: [], user: '' },
    onAnswered: () => undefined,
    logger: silentLogger(),
  });
  return server.swagger();
}
