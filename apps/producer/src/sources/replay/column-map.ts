import type { ValidationIssue } from '@weather/service-runtime';
import { QUANTITY_NAMES, type Quantity, type UnitName } from '@weather/weather-schema';
import type { ReplayMapping } from './replay-mapping.ts';

/** A column of the mapping: its name and its index in a row. */
export interface Column {
  readonly name: string;
  readonly index: number;
}

interface MeasuredColumn extends Column {
  readonly quantity: Quantity;
  readonly unit: UnitName;
}

/** The columns of a mapping in the rows of a file. */
export interface ColumnMap {
  readonly columnCount: number;
  readonly station: Column | undefined;
  readonly time: Column;
  readonly city: Column | undefined;
  readonly measured: readonly MeasuredColumn[];
}

export interface ResolvedColumns {
  readonly columnMap: ColumnMap;
  /** Columns of the mapping that the file lacks or has twice; the map is valid without issues only. */
  readonly issues: readonly ValidationIssue[];
}

/** Finds the columns of a mapping in the header of a file. */
export function resolveColumns(mapping: ReplayMapping, header: readonly string[]): ResolvedColumns {
  const issues: ValidationIssue[] = [];
  const find = (path: string, name: string): Column => {
    const index = header.indexOf(name);
    if (index < 0) issues.push({ path, message: `is "${name}"; expected a column of the file` });
    else if (header.lastIndexOf(name) > index)
      issues.push({ path, message: `is "${name}", which is in the header twice` });
    return { name, index };
  };
  const findOptional = (path: string, name: string | undefined): Column | undefined =>
    name === undefined ? undefined : find(path, name);
  const columnMap = {
    columnCount: header.length,
    station: findOptional('station.column', mapping.station.column),
    time: find('time.column', mapping.time.column),
    city: findOptional('city.column', mapping.city?.column),
    measured: QUANTITY_NAMES.flatMap((quantity) => {
      const measured = mapping.quantities[quantity];
      if (!measured) return [];
      return [{ ...find(`quantities.${quantity}.column`, measured.column), quantity, unit: measured.unit }];
    }),
  };
  if (issues.length > 0)
    issues.push({ path: '', message: `the columns of the file are: ${header.join(', ')}` });
  return { columnMap, issues };
}

/** The names of the columns that a mapping reads. */
export function mappedColumnNames({ station, time, city, quantities }: ReplayMapping): string[] {
  const measured = QUANTITY_NAMES.map((quantity) => quantities[quantity]?.column);
  return [station.column, time.column, city?.column, ...measured].filter((name) => name !== undefined);
}
