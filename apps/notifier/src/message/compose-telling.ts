import type { GroupToTell, TellableEvent, Telling } from '@weather/weather-store/notifications';
import { alertOf } from './alert-of.ts';
import { selectEvents } from './select-events.ts';
import { webhookMessage, type Alert } from './webhook-message.ts';

export interface ComposeOptions {
  readonly receiver: string;
  readonly externalUrl: string;
  /** As many alerts as a message has at the most. */
  readonly maxAlerts: number;
}

/**
 * What a group is told next, as Alertmanager does: what is new, and beside it what still fires. Without news there is a
 * message only when it is time for a repetition and something fires that nobody has acknowledged.
 */
export function composeTelling(group: GroupToTell, options: ComposeOptions): Telling {
  const { news, withdrawn, standing, truncated, ...rest } = selectEvents(group, options.maxAlerts);
  const context = { ...group, externalUrl: options.externalUrl };
  const alerts: Alert[] = [
    ...news.map((event) =>
      alertOf(event, context, event.event === 'firing' ? undefined : endOf(event, group.now)),
    ),
    ...withdrawn.map((event) => alertOf(event, context, endOf(event, group.now))),
    ...standing.map((event) => alertOf(event, context)),
  ];
  const isWorthIt = news.length + withdrawn.length > 0 || (group.isRepeat && standing.length > 0);
  const message = webhookMessage(alerts, { ...context, ...options, truncatedAlerts: truncated });
  return {
    body: isWorthIt ? JSON.stringify(message) : undefined,
    alertCount: alerts.length,
    firing: news.filter(({ event }) => event === 'firing'),
    done: idsOf([...news.filter(({ event }) => event === 'resolved'), ...withdrawn, ...rest.closed]),
    void: idsOf(rest.void),
    hasMore: rest.hasMore,
  };
}

function endOf({ episode }: TellableEvent, now: number): number {
  return episode?.resolvedAt ?? now;
}

function idsOf(events: readonly TellableEvent[]): number[] {
  return events.map(({ id }) => id);
}
