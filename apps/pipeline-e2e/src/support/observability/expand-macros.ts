/** What Grafana fills into the SQL of a panel. */
export interface MacroValues {
  readonly station: string;
  /** Seconds since 1970: the range that is looked at. */
  readonly from: number;
  readonly to: number;
  readonly intervalSeconds: number;
}

/**
 * The statement that Grafana's MySQL data source makes of a panel's SQL.
 * @throws Error for a macro or a variable that is not known here.
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
  if (expanded.includes('$')) throw new Error(`a macro is not known: ${expanded}`);
  return expanded;
}
