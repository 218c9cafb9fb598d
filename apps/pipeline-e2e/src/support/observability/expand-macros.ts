/** The values that Grafana inserts into the SQL of a panel. */
export interface MacroValues {
  readonly station: string;
  /** The time range in seconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly intervalSeconds: number;
}

/**
 * Expands the SQL of a panel as Grafana's MySQL data source does.
 * @throws Error for a macro or a variable that is not supported here.
 */
export function expandMacros(sql: string, { station, from, to, intervalSeconds }: MacroValues): string {
  const expanded = sql
    .replaceAll(
      /\$__timeFilter\(([\w.]+)\)/g,
      (_, column: string) => `${column} BETWEEN FROM_UNIXTIME(${from}) AND FROM_UNIXTIME(${to})`,
    )
    .replaceAll(
      /\$__timeGroupAlias\(([\w.]+), \$__interval\)/g,
      (_, column: string) =>
        `UNIX_TIMESTAMP(${column}) DIV ${intervalSeconds} * ${intervalSeconds} AS "time"`,
    )
    .replaceAll('${station:sqlstring}', () => `'${station.replaceAll("'", "''")}'`);
  if (expanded.includes('$')) throw new Error(`unknown macro: ${expanded}`);
  return expanded;
}
