import { findDocumentIssues, instantiate, isObject, type ValidationIssue } from '@weather/service-runtime';
import { QUANTITY_NAMES } from '@weather/weather-schema';
import {
  CityMapping,
  QUANTITY_MAPPINGS,
  QuantitiesMapping,
  ReplayMapping,
  StationMapping,
  TimeMapping,
} from './replay-mapping.ts';
import { formatProblems } from './time-format.ts';

/** What is wrong with a mapping: where, as `quantities.temperature.unit`, and what it should be. */
export type MappingFault = ValidationIssue;

export type ParsedMapping =
  | { readonly mapping: ReplayMapping; readonly faults?: undefined }
  | { readonly mapping?: undefined; readonly faults: readonly MappingFault[] };

/** Reads a mapping from the text of its file; all faults at once. */
export function parseMapping(text: string): ParsedMapping {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { faults: [{ path: '', problem: `is not JSON: ${(error as Error).message}` }] };
  }
  if (!isObject(json)) return { faults: [{ path: '', problem: 'must hold a JSON object' }] };
  const mapping = asMapping(json);
  const faults = [...findDocumentIssues(mapping), ...formatFaults(mapping.time)];
  return faults.length > 0 ? { faults } : { mapping };
}

function formatFaults(time: unknown): MappingFault[] {
  const format = time instanceof TimeMapping ? time.format : undefined;
  if (typeof format !== 'string' || format === '') return [];
  return formatProblems(format).map((problem) => ({
    path: 'time.format',
    problem: `"${format}" ${problem}`,
  }));
}

/** Gives each object of the JSON the class whose rules it has to follow. */
function asMapping(json: object): ReplayMapping {
  const mapping = Object.assign(new ReplayMapping(), json);
  mapping.station = instantiate(StationMapping, mapping.station);
  mapping.time = instantiate(TimeMapping, mapping.time);
  if (mapping.city) mapping.city = instantiate(CityMapping, mapping.city);
  const quantities = instantiate(QuantitiesMapping, mapping.quantities);
  mapping.quantities = quantities;
  if (!isObject(quantities)) return mapping;
  for (const name of QUANTITY_NAMES) {
    if (quantities[name]) quantities[name] = instantiate(QUANTITY_MAPPINGS[name], quantities[name]);
  }
  return mapping;
}
