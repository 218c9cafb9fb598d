import { connect } from 'node:net';
import { LOOPBACK } from './ports.ts';

const ANSWER_DEADLINE_MS = 2_000;

/**
 * Sends a request to a port of this machine and collects bytes until the answer is complete.
 * @param parseAnswer returns the parsed answer, or `undefined` while bytes are missing.
 * @throws Error when nothing listens, the connection ends early or the answer takes longer than 2 s.
 */
export async function exchange<T>(
  port: number,
  request: Uint8Array,
  parseAnswer: (received: Buffer) => T | undefined,
): Promise<T> {
  const socket = connect({ port, host: LOOPBACK });
  socket.setTimeout(ANSWER_DEADLINE_MS, () => socket.destroy(new Error(`port ${port} does not answer`)));
  try {
    if (request.length > 0) socket.write(request);
    let received: Buffer = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer]);
      const answer = parseAnswer(received);
      if (answer !== undefined) return answer;
    }
    throw new Error(`port ${port} closed the connection before it answered`);
  } finally {
    socket.destroy();
  }
}
