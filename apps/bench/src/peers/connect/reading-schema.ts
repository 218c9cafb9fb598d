import { PEER_COLUMNS } from '../peer-columns.ts';

type ConnectType = 'string' | 'double';

interface ConnectField {
  readonly field: string;
  readonly type: ConnectType;
  readonly optional: false;
  /** The logical type. */
  readonly name?: string;
}

/** As the sink knows an ISO 8601 instant: it becomes a DATETIME(3). */
const INSTANT = 'io.debezium.time.ZonedTimestamp';

/**
 * Kafka Connect's schema of a reading, as JSON. It is given once to the converter, so that the messages stay the same
 * bytes that everybody else reads; a schema in each of them would make them four times as long.
 */
export function readingSchema(): string {
  return JSON.stringify({ type: 'struct', optional: false, fields: PEER_COLUMNS.map(fieldOf) });
}

function fieldOf(field: (typeof PEER_COLUMNS)[number]): ConnectField {
  if (field === 'stationId') return { field, type: 'string', optional: false };
  if (field === 'observedAt') return { field, type: 'string', name: INSTANT, optional: false };
  return { field, type: 'double', optional: false };
}
