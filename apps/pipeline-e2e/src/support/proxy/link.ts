import type { Socket } from 'node:net';
import { Pipe, type Conditions } from './pipe.ts';

export type Direction = 'toServer' | 'toClient';

/** One connection through a proxy: a socket on each side and a pipe for each direction. */
export class Link {
  readonly toServer: Pipe;
  readonly toClient: Pipe;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    conditions: Readonly<Record<Direction, Conditions>>,
  ) {
    this.toServer = new Pipe(client, server, conditions.toServer);
    this.toClient = new Pipe(server, client, conditions.toClient);
  }

  /** Forwards bytes until both sides are closed. */
  async forward(): Promise<void> {
    await Promise.all([this.toServer.run(), this.toClient.run()]);
    this.client.destroy();
    this.server.destroy();
  }

  /** Releases the bytes that are held back on this connection alone. */
  release(): void {
    this.toServer.gate.open();
    this.toClient.gate.open();
  }

  /** Resets both sides (RST). */
  reset(): void {
    for (const socket of [this.client, this.server]) {
      if (socket.connecting) socket.destroy();
      else socket.resetAndDestroy();
    }
    this.toServer.end();
    this.toClient.end();
  }
}
