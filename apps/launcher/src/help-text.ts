/** What `npm start -- --help` prints before the settings. */
export const HELP = `The weather pipeline on this machine: stations, producer, Kafka, consumer, MySQL.

Usage:
  npm start                                  local servers, simulated stations
  npm start -- [options]
  npm run sql -- ["SELECT ..."]              looks at the tables of the running pipeline
  npm run topic -- NAME [options of Kafka's console consumer]
  npm run weather -- verify | dead-letters | alerts | quality | summaries | --help

Options:
  --source simulator|replay   where the readings come from (default: simulator; replay with --file)
  --file FILE                 CSV file to replay, gzip or plain
  --mapping FILE              JSON file that says what its columns mean
  --speed max|N               as fast as it goes, or N times real time
  --exit-when-done            ends when a replay is over and all of it is stored

  --data DIR                  folder of the servers' data (default: .weather-data)
  --fresh                     erases what is in it first
  --kafka-port PORT           default 9092; 0 takes any free port, here and below
  --zookeeper-port PORT       default 2181
  --mysql-port PORT           default 3307
  --servers-only              starts the servers and no app

  --use-kafka HOST:PORT[,...] uses a Kafka that runs already
  --use-mysql HOST:PORT       uses a MySQL that runs already; who logs in: MYSQL_USER, and MYSQL_PASSWORD
                              or MYSQL_PASSWORD_FILE, of a user that may create tables in MYSQL_DATABASE
  --help

The page is at http://127.0.0.1:8090; DASHBOARD_PORT=PORT in the environment puts it elsewhere.

Ctrl-C ends everything in order; the next start goes on with the same data.

Examples:
  npm start -- --fresh
  npm start -- --file readings.csv.gz --mapping mapping.json --speed max --exit-when-done
  npm run sql -- "SELECT * FROM warning_temperatures ORDER BY id DESC LIMIT 10"
  npm run topic -- weather_data --from-beginning --max-messages 5
  npm run weather -- verify

`;
