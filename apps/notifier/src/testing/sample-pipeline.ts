import type { CurrentAlert, GroupEvent } from '@weather/weather-store/notifications';
import { draftNotification } from '../message/draft-notification.ts';
import { alert, event, group } from './sample-events.ts';
import type { WebhookMessage } from '../message/webhook-message.ts';

/** The transitions of an alert: late readings may cause any of them. */
export const MOVES = ['fire', 'end', 'delete', 'pend', 'restart'] as const;

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

/** A model of the tables and a receiver: one group whose alerts change in every way that late readings can change them. */
export class SamplePipeline {
  /** The last status and station that the receiver got, by fingerprint. */
  readonly believed = new Map<string, { readonly status: string; readonly station: string }>();
  readonly #alerts = new Map<string, Map<number, CurrentAlert['state']>>();
  readonly #cities = new Map<string, string>();
  #outbox: Row[] = [];
  #events: EventRow[] = [];
  #lastId = 0;

  constructor(private readonly maxAlerts: number) {}

  /** The station of each firing alert. */
  get firingStations(): string[] {
    return [...this.#alerts].flatMap(([station, states]) =>
      [...states.values()].filter((state) => state === 'firing').map(() => station),
    );
  }

  rename(station: string, city: string): void {
    this.#cities.set(station, city);
  }

  /** The sink makes a transition of an alert and writes it to the outbox, unless it is there already. */
  move(move: (typeof MOVES)[number], station: string, startedAt: number): void {
    const states = this.#alerts.get(station) ?? new Map<number, CurrentAlert['state']>();
    this.#alerts.set(station, states);
    const before = states.get(startedAt);
    if (move === 'fire') states.set(startedAt, 'firing');
    else if (before !== undefined && before !== 'pending') {
      if (move === 'end') states.set(startedAt, 'resolved');
      else if (move === 'pend') states.set(startedAt, 'pending');
      else states.delete(startedAt);
      if (move === 'restart') states.set(startedAt + 1, before);
    } else return;
    const now = move === 'restart' ? startedAt + 1 : startedAt;
    const hasFired = ['firing', 'resolved'].includes(states.get(now) ?? '');
    if (hasFired) this.#enqueue({ event: 'firing', station, startedAt: now });
    if (states.get(now) !== 'firing') this.#enqueue({ event: 'resolved', station, startedAt: now });
  }

  /** The notifier moves rows of the outbox to its group. */
  drainOutbox(count: number): void {
    for (const row of this.#outbox.splice(0, count)) {
      if (this.#events.some((other) => other.state === 'waiting' && isSame(row, other))) continue;
      this.#events.push({ ...row, id: ++this.#lastId, city: null, state: 'waiting' });
    }
  }

  /** The notifier creates a message, which the receiver accepts. @returns whether there was one. */
  notify(): boolean {
    const inState = (state: EventRow['state']): GroupEvent[] =>
      this.#events.filter((row) => row.state === state).map((row) => this.#asRead(row));
    const waiting = inState('waiting').slice(0, this.maxAlerts);
    if (waiting.length === 0 && !inState('firing').some(({ alert: now }) => now?.state !== 'firing'))
      return false;
    const { body, newlyFiring, done, discarded } = draftNotification(
      group({ waiting, sentAsFiring: inState('firing') }),
      {
        receiver: 'ops',
        externalUrl: '',
        maxAlerts: this.maxAlerts,
      },
    );
    const cityOf = new Map(newlyFiring.map(({ id, city }) => [id, city]));
    this.#events = this.#events
      .filter(({ id }) => !discarded.includes(id))
      .map((row) => {
        if (cityOf.has(row.id)) return { ...row, state: 'firing', city: cityOf.get(row.id) ?? null };
        return done.includes(row.id) ? { ...row, state: 'done' } : row;
      });
    if (body !== undefined) this.#receive(JSON.parse(body) as WebhookMessage);
    return body !== undefined || discarded.length > 0;
  }

  #enqueue(row: Row): void {
    if (!this.#outbox.some((other) => isSame(row, other))) this.#outbox.push(row);
  }

  #asRead({ state, ...row }: EventRow): GroupEvent {
    const { station, startedAt } = row;
    const now = this.#alerts.get(station)?.get(startedAt);
    const cityNow = this.#cities.get(station) ?? null;
    const city = state === 'firing' ? row.city : cityNow;
    const same = this.#events.filter((other) => other.station === station && other.startedAt === startedAt);
    return event(station, {
      ...row,
      city,
      alert: now === undefined ? undefined : alert({ state: now }),
      wasSent:
        state === 'waiting' && same.some((other) => other.event === 'firing' && other.state === 'done'),
      anotherFiring: state === 'firing' && city === cityNow && this.firingStations.includes(station),
    });
  }

  /** @throws Error when the message resolves what did not fire, or has an alert twice. */
  #receive({ alerts }: WebhookMessage): void {
    if (alerts.length > this.maxAlerts) throw new Error(`${alerts.length} alerts`);
    if (new Set(alerts.map(({ fingerprint }) => fingerprint)).size < alerts.length) throw new Error('twice');
    for (const { fingerprint, status, labels } of alerts) {
      if (status === 'resolved' && this.believed.get(fingerprint)?.status !== 'firing')
        throw new Error(`${labels['station'] ?? ''} is sent as resolved and was not sent as firing`);
      this.believed.set(fingerprint, { status, station: labels['station'] ?? '' });
    }
  }
}

function isSame(one: Row, other: Row): boolean {
  return one.event === other.event && one.station === other.station && one.startedAt === other.startedAt;
}
