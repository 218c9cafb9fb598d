import { connect } from 'node:net';

const STATUS_LINE = /^HTTP\/1\.1 (\d{3})/;
/** Who has sent half a request goes away. */
const PATIENCE_MS = 1_500;

/** Sends bytes to an HTTP server and hangs up at its first answer. @returns the status, undefined if there is none. */
export async function requestRaw(port: number, bytes: Buffer): Promise<number | undefined> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece) => {
    answer += piece.toString('latin1');
    if (STATUS_LINE.test(answer)) socket.destroy();
  });
  socket.write(bytes);
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const status = STATUS_LINE.exec(answer)?.[1];
  return status === undefined ? undefined : Number(status);
}
