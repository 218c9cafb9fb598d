import type { GroupToTell, TellableEvent } from '@weather/weather-store/notifications';
import { ToldAlerts } from './told-alerts.ts';

/** What a message tells, sorted by why. */
export interface SelectedEvents {
  /** Not told before, in the order in which it happened. */
  readonly news: readonly TellableEvent[];
  /** Told as firing, and not firing any more, though no event says so: readings that came late have changed what it was. */
  readonly withdrawn: readonly TellableEvent[];
  /** Told before, firing still, and acknowledged by nobody. */
  readonly standing: readonly TellableEvent[];
  /** How many of the standing ones had no room. */
  readonly truncated: number;
  /** Told as firing, and over without a message: the receiver has heard, or hears now, how their alert stands. */
  readonly closed: readonly TellableEvent[];
  /** Waiting ones that tell the receiver nothing. */
  readonly void: readonly TellableEvent[];
  /** Whether something had no room that cannot wait for the group's next event. */
  readonly hasMore: boolean;
}

/**
 * Chooses what a group is told next, so that in the end the receiver takes for firing just what fires. A receiver knows an
 * alert by its labels and believes the last that it was told of it; so an end is told only of what was told as firing, and
 * only when no other episode under the same labels fires. What is told is how the episode stands now: late readings may
 * have changed it since the event was written.
 *
 * A message has a station once: what happened to a station after that is for the next message. News comes first, so that
 * none is ever cut off for want of room.
 */
export function selectEvents(group: GroupToTell, maxAlerts: number): SelectedEvents {
  const told = new ToldAlerts(group.firing);
  const { news, empty } = newsOf(group.waiting, told, maxAlerts);
  const standing: TellableEvent[] = [];
  const closed: TellableEvent[] = [];
  const over: (readonly TellableEvent[])[] = [];
  const inNews = new Set(news.map((event) => told.nameOf(event)));
  for (const [name, episodes] of told.byAlert) {
    const fires = episodes.findLast(isFiring);
    const ended = episodes.filter((event) => !isFiring(event));
    if (inNews.has(name)) closed.push(...ended);
    else if (fires !== undefined) {
      standing.push(fires);
      closed.push(...ended);
    } else if (!episodes.some(({ anotherFires }) => anotherFires)) over.push(episodes);
  }
  const withdrawn = over.slice(0, maxAlerts - news.length);
  const repeated = standing.filter(({ episode }) => episode?.isAcknowledged === false);
  const shown = repeated.slice(0, maxAlerts - news.length - withdrawn.length);
  return {
    news,
    withdrawn: withdrawn.flatMap((episodes) => episodes.slice(-1)),
    standing: shown,
    truncated: repeated.length - shown.length,
    closed: [...closed, ...withdrawn.flatMap((episodes) => episodes.slice(0, -1))],
    void: empty,
    hasMore: withdrawn.length < over.length,
  };
}

/** The events up to the first whose station has come already, which nothing behind it may overtake. */
function newsOf(
  waiting: readonly TellableEvent[],
  told: ToldAlerts,
  limit: number,
): { readonly news: TellableEvent[]; readonly empty: TellableEvent[] } {
  const stations = new Set<string>();
  const news: TellableEvent[] = [];
  const empty: TellableEvent[] = [];
  for (const event of waiting) {
    if (news.length === limit || stations.has(event.station)) break;
    const isNews = event.event === 'firing' ? isNewBeginning(event, told) : isNewEnd(event, told);
    if (isNews) {
      stations.add(event.station);
      news.push(told.asTold(event));
    } else empty.push(event);
  }
  return { news, empty };
}

/** A beginning that is over already is told once, and not when a newer episode fires, which its end would seem to be that of. */
function isNewBeginning(event: TellableEvent, told: ToldAlerts): boolean {
  if (!hasFired(event) || told.has(event)) return false;
  return isFiring(event) || (!event.wasTold && !told.othersOf(event).some(isFiring));
}

/**
 * Where an episode has gone and another one fires, that one's beginning takes its place. An end that did come is told in its
 * order, before the beginning that came after it.
 */
function isNewEnd(event: TellableEvent, told: ToldAlerts): boolean {
  if (!told.has(event) || isFiring(event) || told.othersOf(event).some(isFiring)) return false;
  return hasFired(event) || !told.asTold(event).anotherFires;
}

/** Whether the episode has fired, as far as is known now. */
function hasFired({ episode }: TellableEvent): boolean {
  return episode !== undefined && episode.state !== 'pending';
}

function isFiring({ episode }: TellableEvent): boolean {
  return episode?.state === 'firing';
}
