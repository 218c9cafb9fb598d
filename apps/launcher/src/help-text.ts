/** Printed by `npm start -- --help` before the settings. */
export const HELP = `The weather pipeline on this machine: stations, producer, Kafka, consumer, MySQL.

Usage:
  npm start                                  local servers, simulated stations
  npm start -- [options]
  npm run sql -- ["SELECT ..."]              queries the tables of the running pipeline
  npm run topic -- NAME [options of Kafka's console consumer]
  npm run weather -- verify | dead-letters | alerts | quality | rollups | --help

Options:
  --source simulator|replay   source of the readings (default: simulator; replay with --file)
  --file FILE                 CSV file to replay, gzip or plain
  --mapping FILE              JSON file that maps its columns
  --speed max|N               as fast as possible, or N times real time
  --exit-when-done            stop when a replay is finished and everything is stored

  --data DIR                  data folder of the servers (default: .weather-data)
  --fresh                     erase the data folder first
  --kafka-port PORT           default 9092; 0 for any free port, here and below
  --zookeeper-port PORT       default 2181
  --mysql-port PORT           default 3307
  --servers-only              start the servers without the apps

  --use-kafka HOST:PORT[,...] use an existing Kafka
  --use-mysql HOST:PORT       use an existing MySQL; the login is MYSQL_USER and MYSQL_PASSWORD or
                              MYSQL_PASSWORD_FILE, of a user that may create tables in MYSQL_DATABASE
  --help

The dashboard is at http://127.0.0.1:8090; set DASHBOARD_PORT to change its port.

Ctrl-C stops everything in order; the next start continues with the same data.

Examples:
  npm start -- --fresh
  npm start -- --file readings.csv.gz --mapping mapping.json --speed max --exit-when-done
  npm run sql -- "SELECT * FROM warning_temperatures ORDER BY id DESC LIMIT 10"
  npm run topic -- weather_data --from-beginning --max-messages 5
  npm run weather -- verify

`;
