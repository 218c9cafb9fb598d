import { connect, isIP, type Socket } from 'node:net';

const MS_PER_SECOND = 1_000;

/**
 * Connects to a server, and gives the connection up with ETIMEDOUT when nothing has come or gone for some time: a network
 * that swallows everything tells neither side, and a statement would be waited for without end. An idle connection of a
 * pool is closed in the same way, and opened anew when it is needed.
 */
export function connectWithIdleTimeout(host: string, port: number, timeoutMs: number): Socket {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  // With TLS on top, Node compares the certificate with the host that the socket has looked up, and it looks up no address.
  if (isIP(host) !== 0) Object.assign(socket, { _host: host });
  socket.setTimeout(timeoutMs, () => {
    const error = new Error(`no answer from ${host}:${port} for ${timeoutMs / MS_PER_SECOND} s`);
    socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
  });
  return socket;
}
