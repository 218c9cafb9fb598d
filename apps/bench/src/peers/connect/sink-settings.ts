import type { DatabaseAccess } from '../../candidate.ts';
import type { PeerTable } from '../peer-tables.ts';

/** `upsert` stores a reading once; `insert` is faster, and duplicates rows when the worker is killed. */
export type SinkMode = 'upsert' | 'insert';

export interface SinkPlace {
  /** The name of the connector and its consumer group: a new one reads from the beginning. */
  readonly name: string;
  readonly topic: string;
  readonly table: string;
  readonly database: DatabaseAccess;
}

type Properties = Readonly<Record<string, string | number>>;

/** One for each of the four partitions. */
const TASKS = 4;
/** Rows of a poll and of a batch; 5,000 cost more CPU and memory and were no faster. */
const BATCH_ROWS = 2_000;
const PARTITION_FETCH_BYTES = 4_194_304;

/** The peers' table that a mode requires. */
export function requiredTable(mode: SinkMode): PeerTable {
  return mode === 'upsert' ? 'keyed' : 'appended';
}

/** The fastest settings found for the Debezium JDBC sink. */
export function sinkSettings(
  mode: SinkMode,
  { name, topic, table, database: { host, port, database, user, password } }: SinkPlace,
): Properties {
  return {
    name,
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    'tasks.max': TASKS,
    topics: topic,
    // The MariaDB driver sends a batch as one bulk statement.
    'connection.url': `jdbc:mariadb://${host}:${port}/${database}?useBulkStmts=true&useServerPrepStmts=true&cachePrepStmts=true&timezone=UTC`,
    'connection.username': user,
    'connection.password': password,
    'connection.pool.min_size': 1,
    'connection.pool.max_size': TASKS,
    ...keySettings(mode),
    'schema.evolution': 'none',
    // Otherwise it looks for columns in lower case.
    'quote.identifiers': 'true',
    'collection.name.format': table,
    'batch.size': BATCH_ROWS,
    'use.reduction.buffer': 'false',
    'consumer.override.auto.offset.reset': 'earliest',
    'consumer.override.max.poll.records': BATCH_ROWS,
    'consumer.override.max.partition.fetch.bytes': PARTITION_FETCH_BYTES,
  };
}

function keySettings(mode: SinkMode): Properties {
  if (mode === 'insert') return { 'insert.mode': mode, 'primary.key.mode': 'none' };
  return {
    'insert.mode': mode,
    'primary.key.mode': 'record_value',
    'primary.key.fields': 'stationId,observedAt',
  };
}
