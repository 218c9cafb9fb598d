import {
  findDocumentIssues,
  instantiate,
  isObject,
  formatError,
  type ValidationIssue,
} from '@weather/service-runtime';
import { parseDocument } from 'yaml';
import { LocationEntry, LocationsDocument } from './locations-document.ts';

export type ParsedLocations =
  | { readonly locations: readonly LocationEntry[]; readonly faults?: undefined }
  | { readonly locations?: undefined; readonly faults: readonly ValidationIssue[] };

const MAX_CHARACTERS = 4_194_304;

/** Reads locations from the text of their file, YAML or JSON; all faults at once. */
export function parseLocations(text: string): ParsedLocations {
  if (text.length > MAX_CHARACTERS) return fault(`must not be longer than ${MAX_CHARACTERS} characters`);
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return fault(`is not YAML: ${error.message}`);
  try {
    // No alias at all: a few of them can grow to gigabytes.
    return readLocations(document.toJS({ maxAliasCount: 0 }));
  } catch (failure) {
    return fault(formatError(failure));
  }
}

/** The locations of what a file holds. */
export function readLocations(content: unknown): ParsedLocations {
  if (!isObject(content)) return fault('must hold locations');
  const file = Object.assign(new LocationsDocument(), content);
  if (Array.isArray(file.locations))
    file.locations = file.locations.map((location) => instantiate(LocationEntry, location as LocationEntry));
  const faults = findDocumentIssues(file);
  return faults.length > 0 ? { faults } : { locations: file.locations };
}

function fault(problem: string): ParsedLocations {
  return { faults: [{ path: '', problem }] };
}
