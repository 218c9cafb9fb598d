/** The first line of the truth file. */
export interface TruthHeader {
  /** The ids of all stations, including those without faults. */
  readonly stations: readonly string[];
  /** The settings that determine the readings and their faults. */
  readonly simulation: Readonly<Record<string, string | number>>;
}

/** Encodes the first line of the truth file, without the line end. */
export function encodeTruthHeader({ stations, simulation }: TruthHeader): string {
  return JSON.stringify({ simulation, stations });
}

/** Decodes the first line of a truth file; undefined if it is not a header. */
export function decodeTruthHeader(line: string): TruthHeader | undefined {
  try {
    const { stations, simulation } = JSON.parse(line) as Partial<TruthHeader>;
    const isHeader =
      Array.isArray(stations) &&
      stations.every((station) => typeof station === 'string') &&
      typeof simulation === 'object';
    return isHeader ? { stations, simulation } : undefined;
  } catch {
    return undefined;
  }
}
