import { loadDocument, parseDocument } from '@weather/service-runtime';
import defaultLocations from './default-locations.json' with { type: 'json' };
import { LocationsDocument } from './locations-document.ts';
import { StationLocations } from './station-locations.ts';

const MAX_KIB = 4_096;

/**
 * The locations of a file, before those of the simulated stations and of the examples.
 * @throws ConfigurationError naming every issue of the file.
 */
export function loadLocations(path: string | undefined): StationLocations {
  if (path === undefined) return new StationLocations(defaultLocations.locations);
  const { locations } = loadDocument('DASHBOARD_LOCATIONS_PATH', path, parseLocations);
  return new StationLocations([...locations, ...defaultLocations.locations]);
}

/**
 * Reads locations from the text of their file, YAML or JSON.
 * @throws DocumentError with every issue and its place.
 */
export function parseLocations(text: string): LocationsDocument {
  return parseDocument(LocationsDocument, text, { contents: 'locations', maxKib: MAX_KIB });
}
