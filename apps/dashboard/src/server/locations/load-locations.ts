import { readFile } from 'node:fs/promises';
import { ConfigurationError, reasonOf, type DocumentFault } from '@weather/service-runtime';
import defaultPlaces from './default-locations.json' with { type: 'json' };
import { parsePlaces } from './parse-locations.ts';
import { Places } from './station-locations.ts';

const SETTING = 'DASHBOARD_PLACES_PATH';

/**
 * The places of a file, before those of the simulated stations and of the examples.
 * @throws ConfigurationError naming all faults of the file.
 */
export async function loadPlaces(path: string | undefined): Promise<Places> {
  if (path === undefined) return new Places(defaultPlaces.places);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw failure(path, [{ path: '', problem: `cannot be read: ${reasonOf(error)}` }]);
  });
  const { places, faults } = parsePlaces(text);
  if (places === undefined) throw failure(path, faults);
  return new Places([...places, ...defaultPlaces.places]);
}

function failure(path: string, faults: readonly DocumentFault[]): ConfigurationError {
  return new ConfigurationError(
    faults.map((fault) => ({
      env: SETTING,
      problem: `="${path}": ${[fault.path, fault.problem].filter(Boolean).join(' ')}`,
    })),
  );
}
