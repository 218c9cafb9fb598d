import type { GroupToTell, TellableEvent } from '@weather/weather-store';

/** What a message tells, sorted by why. */
export interface SelectedEvents {
  /** Not told before, in the order in which it happened. */
  readonly news: readonly TellableEvent[];
  /** Told as firing, and no longer an episode: readings that came late have changed what it was. */
  readonly withdrawn: readonly TellableEvent[];
  /** Told before, firing still, and acknowledged by nobody. */
  readonly standing: readonly TellableEvent[];
  /** How many of the standing ones had no room. */
  readonly truncated: number;
  /** Not worth telling any more. */
  readonly obsolete: readonly TellableEvent[];
}

/**
 * Chooses what a group is told next. A message has a station once, since its alerts are known by their labels: what happened
 * to a station after that is for the next message. News comes first, so that none is ever cut off for want of room.
 */
export function selectEvents(group: GroupToTell, maxAlerts: number): SelectedEvents {
  const isVoid = (event: TellableEvent): boolean => event.event === 'firing' && !isEpisode(event);
  const news = firstOfEachStation(
    group.waiting.filter((event) => !isVoid(event)),
    maxAlerts,
  );
  const inNews = stationsOf(news);
  const standing = group.firing.filter(
    ({ episode, station }) => episode?.state === 'firing' && !inNews.has(station),
  );
  const fires = stationsOf(standing);
  const gone = group.firing.filter((event) => !isEpisode(event));
  const isReplaced = ({ station }: TellableEvent): boolean => inNews.has(station) || fires.has(station);
  const withdrawn = firstOfEachStation(
    gone.filter((event) => !isReplaced(event)),
    maxAlerts - news.length,
  );
  const repeated = standing.filter(({ episode }) => episode?.isAcknowledged === false);
  const shown = repeated.slice(0, maxAlerts - news.length - withdrawn.length);
  return {
    news,
    withdrawn,
    standing: shown,
    truncated: repeated.length - shown.length,
    obsolete: [...group.waiting.filter(isVoid), ...gone.filter(isReplaced)],
  };
}

/** Whether the episode has fired, as far as is known now. */
function isEpisode({ episode }: TellableEvent): boolean {
  return episode !== undefined && episode.state !== 'pending';
}

function stationsOf(events: readonly TellableEvent[]): ReadonlySet<string> {
  return new Set(events.map(({ station }) => station));
}

/** The events up to the first whose station has come already, which nothing behind it may overtake. */
function firstOfEachStation(events: readonly TellableEvent[], limit: number): TellableEvent[] {
  const stations = new Set<string>();
  for (const [index, { station }] of events.entries()) {
    if (index === limit || stations.has(station)) return events.slice(0, index);
    stations.add(station);
  }
  return [...events];
}
