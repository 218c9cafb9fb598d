/** What the command line understands. */
export const USAGE = `Usage: weather verify [--quick] [--json] [--examples N]
       weather dead-letters list [FILTERS] [--json]
       weather dead-letters redrive (FILTERS | --all) [--dry-run]
       weather alerts list [--state S] [--rule NAME] [--station ID] [--since TIME] [--unacknowledged] [--limit N] [--json]
       weather alerts acknowledge --station ID --rule NAME [--started-at TIME] --by WHO
       weather quality --truth FILE [--json]
       weather summaries verify [--from TIME] [--to TIME] [--station ID] [--json] [--examples N]
       weather summaries rebuild --from TIME --to TIME [--station ID]

  verify     compares Kafka with the tables, record by record; exit code 1 when it finds a fault
      --quick        only positions, counts and alerts
      --json         the report as JSON
      --examples N   names at most N of each kind of fault (default 20)

  dead-letters list      prints the dead letters, the oldest first
  dead-letters redrive   sends them to their topic again, each once, however often it is run
      --stage S        decode, validate or store
      --reason TEXT    whose reason contains the text
      --partition N    whose record was in this partition
      --since TIME     set aside at this time or later, such as 2026-01-01T12:00:00Z
      --until TIME     set aside before this time
      --limit N        at most N, the oldest first
      --all            all of them
      --json           one JSON object a line, with the whole original
      --dry-run        prints what would be sent, and sends nothing

  alerts list            prints the episodes of alert rules, those that began last first
      --state S          pending, firing or resolved
      --rule NAME        of this rule
      --station ID       of this station
      --since TIME       that began at this time or later, such as 2026-01-01T12:00:00Z
      --unacknowledged   that nobody has acknowledged
      --limit N          at most N (default 100)
      --json             one JSON object a line

  alerts acknowledge     notes who looks after an episode, which is then not told again; exit code 1 when there is none
      --station ID --rule NAME   the open episode of this rule at this station
      --started-at TIME          or that which began exactly then, as alerts list shows it
      --by WHO                   up to 80 characters

  quality    compares the flags of quality control with the faults that the simulator has made
      --truth FILE     the side file that SIMULATION_FAULT_LOG named
      --json           the report as JSON

  summaries verify       compares reading_hour and reading_day with a recomputation; exit code 1 when they differ
  summaries rebuild      makes them anew, from readings that are still there
      --from TIME      from the day of this time on, such as 2026-01-01T12:00:00Z
      --to TIME        to the end of the last day that begins before this time
      --station ID     of one station`;
