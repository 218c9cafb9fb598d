import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_DELAY_MS = 60_000;

/**
 * The sockets to the brokers. One whose other end has gone without a word looks alive for a quarter of an hour, and
 * kafkajs asks on it again and again, each time until the time-out: it has to be given up.
 */
export class BrokerSockets {
  readonly #sockets = new Map<string, Set<Socket>>();

  /** Opens sockets as kafkajs does. */
  readonly open: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    // Left out of kafkajs's types: without TLS there is none.
    const tls = ssl as typeof ssl | undefined | false;
    const socket = tls
      ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...tls }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    this.#keep(`${host}:${port}`, socket);
    return socket;
  };

  /** Breaks the connections to a broker, `host:port`, that has not answered a request: kafkajs then opens new ones. */
  destroy(broker: string): void {
    for (const socket of this.#sockets.get(broker) ?? []) {
      socket.destroy(Object.assign(new Error(`no answer from ${broker}`), { code: 'ETIMEDOUT' }));
    }
  }

  #keep(broker: string, socket: Socket): void {
    const sockets = this.#sockets.get(broker) ?? new Set();
    this.#sockets.set(broker, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      // kafkajs lets go of a socket with every disconnect, and of a closed one Node puts that off until it is connected: each
      // time by one listener more, of which it warns.
      socket.unref = () => socket;
    });
  }
}
