import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { CheckedViewer } from './checked-viewer.ts';
import { EventLog } from './event-log.ts';

export interface CrowdSize {
  readonly viewers: number;
  /** How many of them look into what they get. */
  readonly curious: number;
  /** Besides, viewers that do not read until the load is over. */
  readonly idle: number;
}

/** What became of some viewers, all together. */
export interface Outcome {
  readonly viewers: number;
  readonly bytes: number;
  readonly catchUps: number;
  readonly closed: number;
  /** The first ones. */
  readonly problems: readonly string[];
}

export interface ReadersReport extends Outcome {
  /** Readings that each of the curious has got. */
  readonly readings: readonly number[];
  /** Milliseconds from a station to a viewer, of half and of 99 of 100 readings at the most. */
  readonly latencyMs: { readonly median: number; readonly p99: number };
}

const POLL_MS = 50;
const MAX_PROBLEMS = 10;
const MEDIAN = 0.5;
const P99 = 0.99;

/** Many viewers of the live events in one process. */
export class Crowd {
  readonly #readers: CheckedViewer[] = [];
  readonly #idle: CheckedViewer[] = [];

  /** Opens the connections one after the other. */
  async join(address: string, { viewers, curious, idle }: CrowdSize): Promise<void> {
    const log = new EventLog();
    for (let number = 0; number < viewers; number++) {
      const viewer = new CheckedViewer(await open(address), log, number < curious);
      viewer.read();
      this.#readers.push(viewer);
    }
    for (let number = 0; number < idle; number++) {
      this.#idle.push(new CheckedViewer(await open(address), log, false));
    }
  }

  /** Waits until the readers have got that many readings, or have failed to; then they leave. */
  async readersSaw(readings: number): Promise<ReadersReport> {
    const curious = this.#readers.filter(({ seen }) => seen !== undefined);
    await until(() => curious.every((viewer) => hasFailed(viewer) || (viewer.seen?.count ?? 0) >= readings));
    const newest = Math.max(...curious.map(({ last }) => last));
    await until(() => this.#readers.every((viewer) => hasFailed(viewer) || viewer.last >= newest));
    const outcome = outcomeOf(this.#readers);
    for (const viewer of this.#readers) viewer.leave();
    const latencies = curious.flatMap(({ seen }) => seen?.latencies ?? []).sort((a, b) => a - b);
    const latencyAt = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0;
    return {
      ...outcome,
      readings: curious.map(({ seen }) => seen?.count ?? 0),
      latencyMs: { median: latencyAt(MEDIAN), p99: latencyAt(P99) },
    };
  }

  /** Lets those read that did not until now, and waits until each has been told what it has missed or was dropped. */
  async idleWereTold(): Promise<Outcome> {
    for (const viewer of this.#idle) viewer.read();
    await until(() => this.#idle.every(hasFailed));
    return outcomeOf(this.#idle);
  }
}

/** Whether it has not been shown each event. */
function hasFailed({ problems, catchUps, isClosed }: CheckedViewer): boolean {
  return problems.length + catchUps > 0 || isClosed;
}

async function open(address: string): Promise<IncomingMessage> {
  const request = get(`${address}/api/v1/events`, { agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  request.on('error', () => undefined);
  return response;
}

function outcomeOf(viewers: readonly CheckedViewer[]): Outcome {
  const sum = (of: (viewer: CheckedViewer) => number): number =>
    viewers.reduce((total, viewer) => total + of(viewer), 0);
  return {
    viewers: viewers.length,
    bytes: sum(({ bytes }) => bytes),
    catchUps: sum(({ catchUps }) => catchUps),
    closed: sum(({ isClosed }) => Number(isClosed)),
    problems: viewers
      .flatMap(({ problems, seen }) => [...problems, ...(seen?.problems ?? [])])
      .slice(0, MAX_PROBLEMS),
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(POLL_MS);
}
