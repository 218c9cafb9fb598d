import type { DatabaseAccess } from '../../candidate.ts';
import { PEER_COLUMNS } from '../load-lines.ts';
import type { PeerTable } from '../peer-tables.ts';

/** `upsert` stores a reading once; `insert` is faster, and duplicates rows when the worker is killed. */
export type SinkMode = 'upsert' | 'insert';

export interface WorkerPlace {
  readonly brokers: readonly string[];
  /** The port of its REST interface. */
  readonly restPort: number;
  readonly plugins: string;
  readonly offsetsFile: string;
}

export interface SinkPlace {
  /** The name of the connector and its consumer group: a new one reads from the beginning. */
  readonly name: string;
  readonly topic: string;
  readonly table: string;
  readonly database: DatabaseAccess;
}

export type Properties = Readonly<Record<string, string | number>>;

/** One for each of the four partitions. */
const TASKS = 4;
/** Rows of a poll and of a batch; 5,000 cost more CPU and memory and were no faster. */
const BATCH_ROWS = 2_000;
const PARTITION_FETCH_BYTES = 4_194_304;
/** The sink's type of an ISO 8601 timestamp, which becomes a DATETIME(3). */
const TIMESTAMP = 'io.debezium.time.ZonedTimestamp';

/** The properties of a standalone worker that reads the records of the wire format. */
export function workerSettings({ brokers, restPort, plugins, offsetsFile }: WorkerPlace): Properties {
  return {
    'bootstrap.servers': brokers.join(','),
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'true',
    'value.converter.schema.content': readingSchema(),
    'offset.storage.file.filename': offsetsFile,
    listeners: `http://127.0.0.1:${restPort}`,
    'plugin.path': plugins,
  };
}

/**
 * Kafka Connect's schema of a reading, as JSON. It is configured once in the converter, so that the records are the same bytes
 * that all others read; a schema in each record would make them four times as long.
 */
export function readingSchema(): string {
  const fields = Object.keys(PEER_COLUMNS).map((field) => {
    if (field === 'stationId') return { field, type: 'string', optional: false };
    if (field === 'observedAt') return { field, type: 'string', name: TIMESTAMP, optional: false };
    return { field, type: 'double', optional: false };
  });
  return JSON.stringify({ type: 'struct', optional: false, fields });
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
    'insert.mode': mode,
    ...(mode === 'upsert'
      ? { 'primary.key.mode': 'record_value', 'primary.key.fields': 'stationId,observedAt' }
      : { 'primary.key.mode': 'none' }),
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

/** The peers' table that a mode requires. */
export function requiredTable(mode: SinkMode): PeerTable {
  return mode === 'upsert' ? 'keyed' : 'appended';
}
