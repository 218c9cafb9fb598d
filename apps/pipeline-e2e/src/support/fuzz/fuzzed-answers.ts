import type { ServerResponse } from 'node:http';
import type { SeededRandom } from '../faults/seeded-random.ts';
import { acceptMessage } from '../receivers/http-receiver.ts';

type Answer = (response: ServerResponse) => void;

const OK = 200;
const [TIMEOUT, TOO_MANY, SERVER_FAULT, UNAVAILABLE] = [408, 429, 500, 503];
const ACCEPTED_SHARE = 0.5;
const RETRY_AFTER = ['0', '1', '-1', '1e9', 'soon', 'Fri, 31 Dec 9999 23:59:59 GMT', ''];
const HUGE_BYTES = 50_000_000;
const PIECE = Buffer.alloc(1_000_000, 'x');
const HUGE_HEADER = 'x'.repeat(100_000);

/** Sends a huge body until the other side closes the connection. */
function sendHugeBody(response: ServerResponse, left = HUGE_BYTES): void {
  if (left <= 0) response.end();
  else response.write(PIECE, () => sendHugeBody(response, left - PIECE.length));
}

/** Sends the beginning of a response and closes the connection. */
function truncate(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Length': String(HUGE_BYTES) });
  response.write('beginning', () => response.destroy());
}

/** Lists faulty answers; none of them rejects a message permanently. */
function makeAnswers(random: SeededRandom): readonly Answer[] {
  return [
    (response) => response.writeHead(TOO_MANY, { 'Retry-After': random.pick(RETRY_AFTER) }).end(),
    (response) => response.writeHead(random.pick([TIMEOUT, SERVER_FAULT, UNAVAILABLE])).end('no'),
    // No response until the notifier gives up.
    () => undefined,
    (response) => response.destroy(),
    (response) => truncate(response, random.pick([OK, SERVER_FAULT])),
    (response) => sendHugeBody(response.writeHead(random.pick([OK, TOO_MANY, SERVER_FAULT]))),
    (response) => response.writeHead(OK, { 'X-Huge': HUGE_HEADER }).end(),
    (response) => response.socket?.end('HTTP/1.1 \u0000\r\nnot a response'),
    (response) => {
      response.writeProcessing();
      acceptMessage(response);
    },
  ];
}

/** Answers like an unreliable receiver, which accepts half of the messages. */
export function fuzzedAnswers(random: SeededRandom): Answer {
  const answers = makeAnswers(random);
  return (response) =>
    random.fraction() < ACCEPTED_SHARE ? acceptMessage(response) : random.pick(answers)(response);
}
