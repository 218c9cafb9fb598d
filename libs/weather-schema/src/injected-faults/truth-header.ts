/** The first line of the side file: whose faults it holds. */
export interface TruthHeader {
  /** The ids of all stations, those without any fault among them. */
  readonly stations: readonly string[];
  /** The settings that the readings and their faults follow from. */
  readonly simulation: Readonly<Record<string, string | number>>;
}

/** The first line of the side file, without its end. */
export function encodeTruthHeader({ stations, simulation }: TruthHeader): string {
  return JSON.stringify({ simulation, stations });
}

/** What the first line of a side file says; undefined if it is none. */
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
