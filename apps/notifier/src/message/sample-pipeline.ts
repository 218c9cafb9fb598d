import type { EpisodeNow, TellableEvent } from '@weather/weather-store/notifications';
import { composeTelling } from './compose-telling.ts';
import { episode, event, group } from './sample-events.ts';
import type { WebhookMessage } from './webhook-message.ts';

/** What happens to an episode: late readings may do all of it. */
export const MOVES = ['fire', 'end', 'withdraw', 'pend', 'start over'] as const;

interface Row {
  readonly event: 'firing' | 'resolved';
  readonly station: string;
  readonly startedAt: number;
}

interface EventRow extends Row {
  readonly id: number;
  readonly city: string | null;
  state: 'waiting' | 'firing' | 'done';
}

/** The tables and a receiver, for properties: one group, and episodes that change in every way that late readings can. */
export class SamplePipeline {
  /** By fingerprint the last that the receiver was told. */
  readonly believed = new Map<string, { readonly status: string; readonly station: string }>();
  readonly #episodes = new Map<string, Map<number, EpisodeNow['state']>>();
  readonly #cities = new Map<string, string>();
  #outbox: Row[] = [];
  #events: EventRow[] = [];
  #lastId = 0;

  constructor(private readonly maxAlerts: number) {}

  /** The stations of the episodes that fire, one for each. */
  get firing(): string[] {
    return [...this.#episodes].flatMap(([station, states]) =>
      [...states.values()].filter((state) => state === 'firing').map(() => station),
    );
  }

  rename(station: string, city: string): void {
    this.#cities.set(station, city);
  }

  /** The sink moves an episode, with a row of the outbox; none that is there already is written. */
  move(move: (typeof MOVES)[number], station: string, startedAt: number): void {
    const states = this.#episodes.get(station) ?? new Map<number, EpisodeNow['state']>();
    this.#episodes.set(station, states);
    const before = states.get(startedAt);
    if (move === 'fire') states.set(startedAt, 'firing');
    else if (before !== undefined && before !== 'pending') {
      if (move === 'end') states.set(startedAt, 'resolved');
      else if (move === 'pend') states.set(startedAt, 'pending');
      else states.delete(startedAt);
      if (move === 'start over') states.set(startedAt + 1, before);
    } else return;
    const now = move === 'start over' ? startedAt + 1 : startedAt;
    const hasFired = ['firing', 'resolved'].includes(states.get(now) ?? '');
    if (hasFired) this.#note({ event: 'firing', station, startedAt: now });
    if (states.get(now) !== 'firing') this.#note({ event: 'resolved', station, startedAt: now });
  }

  /** The notifier moves rows of the outbox to its group. */
  takeIn(count: number): void {
    for (const row of this.#outbox.splice(0, count)) {
      if (this.#events.some((other) => other.state === 'waiting' && isSame(row, other))) continue;
      this.#events.push({ ...row, id: ++this.#lastId, city: null, state: 'waiting' });
    }
  }

  /** The notifier makes a message, which the receiver takes. @returns whether there was one. */
  form(): boolean {
    const of = (state: EventRow['state']): TellableEvent[] =>
      this.#events.filter((row) => row.state === state).map((row) => this.#asRead(row));
    const waiting = of('waiting').slice(0, this.maxAlerts);
    if (waiting.length === 0 && !of('firing').some(({ episode: now }) => now?.state !== 'firing'))
      return false;
    const {
      body,
      firing,
      done,
      void: empty,
    } = composeTelling(group({ waiting, firing: of('firing') }), {
      receiver: 'ops',
      externalUrl: '',
      maxAlerts: this.maxAlerts,
    });
    const cityOf = new Map(firing.map(({ id, city }) => [id, city]));
    this.#events = this.#events
      .filter(({ id }) => !empty.includes(id))
      .map((row) => {
        if (cityOf.has(row.id)) return { ...row, state: 'firing', city: cityOf.get(row.id) ?? null };
        return done.includes(row.id) ? { ...row, state: 'done' } : row;
      });
    if (body !== undefined) this.#receive(JSON.parse(body) as WebhookMessage);
    return body !== undefined || empty.length > 0;
  }

  #note(row: Row): void {
    if (!this.#outbox.some((other) => isSame(row, other))) this.#outbox.push(row);
  }

  #asRead({ state, ...row }: EventRow): TellableEvent {
    const { station, startedAt } = row;
    const now = this.#episodes.get(station)?.get(startedAt);
    const cityNow = this.#cities.get(station) ?? null;
    const city = state === 'firing' ? row.city : cityNow;
    const same = this.#events.filter((other) => other.station === station && other.startedAt === startedAt);
    return event(station, {
      ...row,
      city,
      episode: now === undefined ? undefined : episode({ state: now }),
      wasTold:
        state === 'waiting' && same.some((other) => other.event === 'firing' && other.state === 'done'),
      anotherFires: state === 'firing' && city === cityNow && this.firing.includes(station),
    });
  }

  /** @throws Error when the message says that something is over that did not fire, or has an alert twice. */
  #receive({ alerts }: WebhookMessage): void {
    if (alerts.length > this.maxAlerts) throw new Error(`${alerts.length} alerts`);
    if (new Set(alerts.map(({ fingerprint }) => fingerprint)).size < alerts.length) throw new Error('twice');
    for (const { fingerprint, status, labels } of alerts) {
      if (status === 'resolved' && this.believed.get(fingerprint)?.status !== 'firing')
        throw new Error(`${labels['station'] ?? ''} is told as over and was not told as firing`);
      this.believed.set(fingerprint, { status, station: labels['station'] ?? '' });
    }
  }
}

function isSame(one: Row, other: Row): boolean {
  return one.event === other.event && one.station === other.station && one.startedAt === other.startedAt;
}
