import {
  documentFaults,
  documentPart,
  isDocumentObject,
  reasonOf,
  type DocumentFault,
} from '@weather/service-runtime';
import { parseDocument } from 'yaml';
import { PlaceEntry, PlacesFile } from './locations-document.ts';

export type ParsedPlaces =
  | { readonly places: readonly PlaceEntry[]; readonly faults?: undefined }
  | { readonly places?: undefined; readonly faults: readonly DocumentFault[] };

const MAX_CHARACTERS = 4_194_304;

/** Reads places from the text of their file, YAML or JSON; all faults at once. */
export function parsePlaces(text: string): ParsedPlaces {
  if (text.length > MAX_CHARACTERS) return fault(`must not be longer than ${MAX_CHARACTERS} characters`);
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  if (error !== undefined) return fault(`is not YAML: ${error.message}`);
  try {
    // No alias at all: a few of them can grow to gigabytes.
    return placesOf(document.toJS({ maxAliasCount: 0 }));
  } catch (failure) {
    return fault(reasonOf(failure));
  }
}

/** The places of what a file holds. */
export function placesOf(content: unknown): ParsedPlaces {
  if (!isDocumentObject(content)) return fault('must hold places');
  const file = Object.assign(new PlacesFile(), content);
  if (Array.isArray(file.places))
    file.places = file.places.map((place) => documentPart(PlaceEntry, place as PlaceEntry));
  const faults = documentFaults(file);
  return faults.length > 0 ? { faults } : { places: file.places };
}

function fault(problem: string): ParsedPlaces {
  return { faults: [{ path: '', problem }] };
}
