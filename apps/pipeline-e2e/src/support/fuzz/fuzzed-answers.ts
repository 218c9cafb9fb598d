import type { ServerResponse } from 'node:http';
import type { SeededRandom } from '../faults/seeded-random.ts';
import { thank } from '../receivers/http-receiver.ts';

type Answer = (response: ServerResponse) => void;

const OK = 200;
const [TIMEOUT, TOO_MANY, SERVER_FAULT, UNAVAILABLE] = [408, 429, 500, 503];
const THANKED = 0.5;
const RETRY_AFTER = ['0', '1', '-1', '1e9', 'soon', 'Fri, 31 Dec 9999 23:59:59 GMT', ''];
const HUGE_BYTES = 50_000_000;
const PIECE = Buffer.alloc(1_000_000, 'x');
const HUGE_HEADER = 'x'.repeat(100_000);

/** Sends as much as the other side takes, until it hangs up. */
function pour(response: ServerResponse, left = HUGE_BYTES): void {
  if (left <= 0) response.end();
  else response.write(PIECE, () => pour(response, left - PIECE.length));
}

/** The beginning of an answer, and nothing more. */
function cutOff(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Length': String(HUGE_BYTES) });
  response.write('beginning', () => response.destroy());
}

/** None of them says that a message is refused for good. */
function answersOf(random: SeededRandom): readonly Answer[] {
  return [
    (response) => response.writeHead(TOO_MANY, { 'Retry-After': random.pick(RETRY_AFTER) }).end(),
    (response) => response.writeHead(random.pick([TIMEOUT, SERVER_FAULT, UNAVAILABLE])).end('no'),
    // Until the notifier hangs up.
    () => undefined,
    (response) => response.destroy(),
    (response) => cutOff(response, random.pick([OK, SERVER_FAULT])),
    (response) => pour(response.writeHead(random.pick([OK, TOO_MANY, SERVER_FAULT]))),
    (response) => response.writeHead(OK, { 'X-Huge': HUGE_HEADER }).end(),
    (response) => response.socket?.end('HTTP/1.1 \u0000\r\nno answer at all'),
    (response) => {
      response.writeProcessing();
      thank(response);
    },
  ];
}

/** Answers as a receiver does of which nothing is known: half of the time it is content. */
export function fuzzedAnswers(random: SeededRandom): Answer {
  const answers = answersOf(random);
  return (response) => (random.fraction() < THANKED ? thank(response) : random.pick(answers)(response));
}
