/** The columns of the peers' tables, named as the fields of the messages. */
export const PEER_COLUMNS = [
  'stationId',
  'observedAt',
  'temperature',
  'humidity',
  'pressure',
  'windSpeed',
  'windDirection',
  'precipitation',
] as const;
