/** The usage of the command line, for `--help` and the README. */
export const USAGE = `Usage: weather verify [--quick] [--json] [--examples N]
       weather dead-letters list [FILTERS] [--json]
       weather dead-letters redrive (FILTERS | --all) [--dry-run]
       weather alerts list [--state S] [--rule NAME] [--station ID] [--since TIME] [--unacknowledged] [--limit N] [--json]
       weather alerts acknowledge --station ID --rule NAME [--started-at TIME] --by WHO
       weather quality --ground-truth FILE [--json]
       weather rollups verify [--from TIME] [--to TIME] [--station ID] [--json] [--examples N]
       weather rollups rebuild --from TIME --to TIME [--station ID]

  verify     compares Kafka with the tables, record by record; exit code 1 if it finds a discrepancy
      --quick        only compare offsets, counts and exceedances
      --json         print the report as JSON
      --examples N   name at most N discrepancies of each kind (default 20)

  dead-letters list      lists the dead letters, oldest first
  dead-letters redrive   resends them to their topic, each once, however often it is run
      --stage S        only those from this stage: decode, validate or store
      --reason TEXT    only those whose reason contains the text
      --partition N    only those whose record was in this partition
      --since TIME     only those dead-lettered at this time or later, such as 2026-01-01T12:00:00Z
      --until TIME     only those dead-lettered before this time
      --limit N        at most N, oldest first
      --all            all of them
      --json           print one JSON object per line, with the whole original
      --dry-run        print what would be resent, without sending it

  alerts list            lists the alerts, newest first
      --state S          only those in this state: pending, firing or resolved
      --rule NAME        only those of this rule
      --station ID       only those of this station
      --since TIME       only those started at this time or later, such as 2026-01-01T12:00:00Z
      --unacknowledged   only those that nobody has acknowledged
      --limit N          at most N (default 100)
      --json             print one JSON object per line

  alerts acknowledge     marks an alert as handled and stops reminders; exit code 1 if there is none
      --station ID --rule NAME   the open alert of this rule at this station
      --started-at TIME          or the alert that started exactly then, as shown by alerts list
      --by WHO                   up to 80 characters

  quality    compares the quality flags with the faults that the simulator has injected
      --ground-truth FILE   the ground-truth file of SIMULATION_GROUND_TRUTH_PATH
      --json                print the report as JSON

  rollups verify         compares reading_hour and reading_day with a recomputation; exit code 1 if they differ
  rollups rebuild        recomputes them from the readings that are still there
      --from TIME      from the day of this time, such as 2026-01-01T12:00:00Z
      --to TIME        to the end of the last day that starts before this time
      --station ID     only those of this station`;
