export type ConnectionState = 'connecting' | 'live' | 'reduced' | 'reconnecting';

/** How the page hears of what is new. */
export interface Connection {
  readonly state: ConnectionState;
  /** Epoch ms. */
  readonly since: number;
}

/** The connection after a change of its state; the same object where nothing has changed. */
export function changeConnection(connection: Connection, state: ConnectionState, now: number): Connection {
  return connection.state === state ? connection : { state, since: now };
}
