import type { DueGroup, GroupEvent } from '@weather/weather-store/notifications';

/** The events of a group's next message, by the reason why they are in it or not. */
export interface SelectedEvents {
  /** Not sent before, in the order in which they happened. */
  readonly new: readonly GroupEvent[];
  /** Sent as firing and not firing any more, although no event says so: late readings have changed the alert. */
  readonly retracted: readonly GroupEvent[];
  /** Sent before, still firing and not acknowledged. */
  readonly stillFiring: readonly GroupEvent[];
  /** How many of those still firing had no room. */
  readonly truncated: number;
  /** Sent as firing, ended, and needing no message: this message, or an earlier one, has the current state of the labels. */
  readonly closed: readonly GroupEvent[];
  /** Waiting events without information for the receiver. */
  readonly suppressed: readonly GroupEvent[];
  /** Whether something had no room and cannot wait for the group's next event. */
  readonly hasMore: boolean;
}

/**
 * Chooses the events of a group's next message, so that in the end the receiver believes exactly those alerts to be firing
 * that are. A receiver knows an alert by its labels and believes the last message about them; so `resolved` is sent only for
 * what was sent as firing, and only while no other alert with the same labels fires. The message has the current state
 * of each alert, which late readings may have changed since the event was written.
 *
 * A station appears once in a message: what happened to it later is left for the next message. New events come first, so
 * that none is ever truncated.
 */
export function selectEvents(group: DueGroup, maxAlerts: number): SelectedEvents {
  const sent = new SentAlerts(group.sentAsFiring);
  const { fresh, suppressed } = selectNew(group.waiting, sent, maxAlerts);
  const stillFiring: GroupEvent[] = [];
  const closed: GroupEvent[] = [];
  const over: (readonly GroupEvent[])[] = [];
  const labelsOfNew = new Set(fresh.map((event) => sent.getLabels(event)));
  for (const [labels, events] of sent.byLabels) {
    const firing = events.findLast(isFiring);
    const ended = events.filter((event) => !isFiring(event));
    if (labelsOfNew.has(labels)) closed.push(...ended);
    else if (firing !== undefined) {
      stillFiring.push(firing);
      closed.push(...ended);
    } else if (!events.some(({ anotherFiring }) => anotherFiring)) over.push(events);
  }
  const retracted = over.slice(0, maxAlerts - fresh.length);
  const repeatable = stillFiring.filter(({ alert }) => alert?.isAcknowledged === false);
  const repeated = repeatable.slice(0, maxAlerts - fresh.length - retracted.length);
  return {
    new: fresh,
    retracted: retracted.flatMap((events) => events.slice(-1)),
    stillFiring: repeated,
    truncated: repeatable.length - repeated.length,
    closed: [...closed, ...retracted.flatMap((events) => events.slice(0, -1))],
    suppressed,
    hasMore: retracted.length < over.length,
  };
}

/** Selects events up to the first one whose station is in the message already; later events must not overtake it. */
function selectNew(
  waiting: readonly GroupEvent[],
  sent: SentAlerts,
  limit: number,
): { readonly fresh: GroupEvent[]; readonly suppressed: GroupEvent[] } {
  const stations = new Set<string>();
  const fresh: GroupEvent[] = [];
  const suppressed: GroupEvent[] = [];
  for (const event of waiting) {
    if (fresh.length === limit || stations.has(event.stationId)) break;
    if (event.event === 'firing' ? isNewStart(event, sent) : isNewEnd(event, sent)) {
      stations.add(event.stationId);
      fresh.push(sent.asSent(event));
    } else suppressed.push(event);
  }
  return { fresh, suppressed };
}

/**
 * The start of an alert that has been resolved already is sent once. It is not sent while a newer alert fires: the receiver would
 * take the end of this alert for the end of the newer one.
 */
function isNewStart(event: GroupEvent, sent: SentAlerts): boolean {
  if (!hasFired(event) || sent.has(event)) return false;
  return isFiring(event) || (!event.wasSent && !sent.findOthers(event).some(isFiring));
}

/**
 * If the alert is gone and another one fires, the start of that one replaces the end of this one. The end of an alert that
 * still exists is sent in order, before the start that follows it.
 */
function isNewEnd(event: GroupEvent, sent: SentAlerts): boolean {
  if (!sent.has(event) || isFiring(event) || sent.findOthers(event).some(isFiring)) return false;
  return hasFired(event) || !sent.asSent(event).anotherFiring;
}

/** Whether the alert has fired, as far as is known now. */
function hasFired({ alert }: GroupEvent): boolean {
  return alert !== undefined && alert.state !== 'pending';
}

function isFiring({ alert }: GroupEvent): boolean {
  return alert?.state === 'firing';
}

/** The alerts of a group that were sent as firing and not as resolved, by their labels: station and city. */
class SentAlerts {
  /** The alerts with the same labels, the last sent one last. */
  readonly byLabels: ReadonlyMap<string, readonly GroupEvent[]>;
  readonly #byKey: ReadonlyMap<string, GroupEvent>;

  constructor(events: readonly GroupEvent[]) {
    this.#byKey = new Map(events.map((event) => [toKey(event), event]));
    this.byLabels = Map.groupBy(events, toLabels);
  }

  /** Whether the alert of an event was sent. */
  has(event: GroupEvent): boolean {
    return this.#byKey.has(toKey(event));
  }

  /** The event with the labels its alert was sent with: the station's city may have changed since. */
  asSent(event: GroupEvent): GroupEvent {
    const { city, anotherFiring } = this.#byKey.get(toKey(event)) ?? event;
    return { ...event, city, anotherFiring };
  }

  /** The labels of an event's alert, as a key of `byLabels`. */
  getLabels(event: GroupEvent): string {
    return toLabels(this.asSent(event));
  }

  /** Finds the other alerts that were sent with the same labels. */
  findOthers(event: GroupEvent): GroupEvent[] {
    const events = this.byLabels.get(this.getLabels(event)) ?? [];
    return events.filter(({ startedAt }) => startedAt !== event.startedAt);
  }
}

function toKey({ stationId, startedAt }: GroupEvent): string {
  return JSON.stringify([stationId, startedAt]);
}

function toLabels({ stationId, city }: GroupEvent): string {
  return JSON.stringify([stationId, city]);
}
