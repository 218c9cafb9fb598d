import { QUANTITY_NAMES } from '@weather/weather-schema';
import { validateSync, type ValidationError } from 'class-validator';
import {
  CityMapping,
  QUANTITY_MAPPINGS,
  QuantitiesMapping,
  ReplayMapping,
  StationMapping,
  TimeMapping,
} from './replay-mapping.ts';

/** What is wrong with a mapping: where, as `quantities.temperature.unit`, and what it should be. */
export interface MappingFault {
  readonly path: string;
  readonly problem: string;
}

export type ParsedMapping =
  | { readonly mapping: ReplayMapping; readonly faults?: undefined }
  | { readonly mapping?: undefined; readonly faults: readonly MappingFault[] };

/** Class-validator's names for what it finds by itself. */
const UNKNOWN_PROPERTY = 'whitelistValidation';
const NO_OBJECT = 'nestedValidation';

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
  const faults = validateSync(mapping, { whitelist: true, forbidNonWhitelisted: true }).flatMap((error) =>
    faultsOf(error, ''),
  );
  return faults.length > 0 ? { faults } : { mapping };
}

/** Gives each object of the JSON the class whose rules it has to follow. */
function asMapping(json: object): ReplayMapping {
  const mapping = Object.assign(new ReplayMapping(), json);
  mapping.station = instance(StationMapping, mapping.station);
  mapping.time = instance(TimeMapping, mapping.time);
  if (mapping.city) mapping.city = instance(CityMapping, mapping.city);
  const quantities = instance(QuantitiesMapping, mapping.quantities);
  mapping.quantities = quantities;
  if (!isObject(quantities)) return mapping;
  for (const name of QUANTITY_NAMES) {
    if (quantities[name]) quantities[name] = instance(QUANTITY_MAPPINGS[name], quantities[name]);
  }
  return mapping;
}

function instance<T extends object>(mappingClass: new () => T, value: T): T {
  return isObject(value) ? Object.assign(new mappingClass(), value) : value;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function faultsOf(
  { property, constraints = {}, children = [] }: ValidationError,
  parent: string,
): MappingFault[] {
  const path = parent === '' ? property : `${parent}.${property}`;
  const problem =
    UNKNOWN_PROPERTY in constraints
      ? 'is unknown'
      : Object.entries(constraints).find(([name]) => name !== NO_OBJECT)?.[1];
  const own = problem === undefined ? [] : [{ path, problem }];
  return [...own, ...children.flatMap((child) => faultsOf(child, path))];
}
