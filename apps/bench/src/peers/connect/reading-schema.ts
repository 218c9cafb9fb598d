import { PEER_COLUMNS } from '../load-lines.ts';

type ConnectType = 'string' | 'double';

interface ConnectField {
  readonly field: string;
  readonly type: ConnectType;
  readonly optional: false;
  /** The logical type. */
  readonly name?: string;
}

/** The sink's type of an ISO 8601 timestamp, which becomes a DATETIME(3). */
const INSTANT = 'io.debezium.time.ZonedTimestamp';

/**
 * Kafka Connect's schema of a reading, as JSON. It is configured once in the converter, so that the records are the same bytes
 * that all others read; a schema in each record would make them four times as long.
 */
export function readingSchema(): string {
  return JSON.stringify({ type: 'struct', optional: false, fields: PEER_COLUMNS.map(createField) });
}

function createField(field: (typeof PEER_COLUMNS)[number]): ConnectField {
  if (field === 'stationId') return { field, type: 'string', optional: false };
  if (field === 'observedAt') return { field, type: 'string', name: INSTANT, optional: false };
  return { field, type: 'double', optional: false };
}
