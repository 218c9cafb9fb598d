import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ISocketFactory } from 'kafkajs';

const KEEP_ALIVE_DELAY_MS = 60_000;

/**
 * Symptom: a socket whose other end has vanished looks alive for a quarter of an hour, and kafkajs sends request after request
 * on it, each until its timeout. It also adds a listener to a closed socket with every disconnect, of which Node warns.
 * Replaces kafkajs/src/network/socketFactory.js, through the public `socketFactory`, so that such sockets can be destroyed.
 * Test: `broker-sockets.spec.ts`.
 */
export class BrokerSockets {
  readonly #sockets = new Map<string, Set<Socket>>();

  /** Opens sockets the way kafkajs does. */
  readonly open: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    // The types of kafkajs omit that it is missing without TLS.
    const tls = ssl as typeof ssl | undefined | false;
    const socket = tls
      ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }), ...tls }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_DELAY_MS);
    this.#track(`${host}:${port}`, socket);
    return socket;
  };

  /** Destroys the connections to a broker, `host:port`, that has not answered a request: kafkajs then opens new ones. */
  destroy(broker: string): void {
    for (const socket of this.#sockets.get(broker) ?? []) {
      socket.destroy(Object.assign(new Error(`no answer from ${broker}`), { code: 'ETIMEDOUT' }));
    }
  }

  #track(broker: string, socket: Socket): void {
    const sockets = this.#sockets.get(broker) ?? new Set();
    this.#sockets.set(broker, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      // For a closed socket Node defers `unref` until it is connected, with one more listener for every disconnect.
      socket.unref = () => socket;
    });
  }
}
