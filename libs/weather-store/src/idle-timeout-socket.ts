import { MS_PER_SECOND } from '@weather/weather-schema';
import { connect, isIP, type Socket } from 'node:net';

/**
 * Connects to a server, and closes the connection with ETIMEDOUT when no data has been received or sent for some time: a
 * network that drops every packet notifies neither side, and a statement would wait indefinitely. An idle connection of a pool
 * is closed in the same way and reopened when it is needed.
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
