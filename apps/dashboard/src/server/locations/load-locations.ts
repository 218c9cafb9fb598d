import { readFile } from 'node:fs/promises';
import { ConfigurationError, formatError, type ValidationIssue } from '@weather/service-runtime';
import defaultLocations from './default-locations.json' with { type: 'json' };
import { parseLocations } from './parse-locations.ts';
import { StationLocations } from './station-locations.ts';

const SETTING = 'DASHBOARD_LOCATIONS_PATH';

/**
 * The locations of a file, before those of the simulated stations and of the examples.
 * @throws ConfigurationError naming all faults of the file.
 */
export async function loadLocations(path: string | undefined): Promise<StationLocations> {
  if (path === undefined) return new StationLocations(defaultLocations.locations);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw failure(path, [{ path: '', problem: `cannot be read: ${formatError(error)}` }]);
  });
  const { locations, faults } = parseLocations(text);
  if (locations === undefined) throw failure(path, faults);
  return new StationLocations([...locations, ...defaultLocations.locations]);
}

function failure(path: string, faults: readonly ValidationIssue[]): ConfigurationError {
  return new ConfigurationError(
    faults.map((fault) => ({
      env: SETTING,
      problem: `="${path}": ${[fault.path, fault.problem].filter(Boolean).join(' ')}`,
    })),
  );
}
