import type { DueGroup, GroupEvent, NotificationDraft } from '@weather/weather-store/notifications';
import { selectEvents } from './select-events.ts';
import { toAlertmanagerAlert } from './to-alertmanager-alert.ts';
import { createWebhookMessage, type AlertmanagerAlert } from './webhook-message.ts';

export interface DraftOptions {
  readonly receiver: string;
  readonly externalUrl: string;
  /** The maximum number of alerts in a message. */
  readonly maxAlerts: number;
}

/**
 * Drafts the next notification of a group, as Alertmanager does: what is new, and beside it what is still firing. If nothing
 * is new, there is a message only when the repeat interval is over and an alert fires that nobody has acknowledged.
 */
export function draftNotification(group: DueGroup, options: DraftOptions): NotificationDraft {
  const selected = selectEvents(group, options.maxAlerts);
  const { retracted, stillFiring } = selected;
  const newlyFiring = selected.new.filter(({ event }) => event === 'firing');
  const resolved = selected.new.filter(({ event }) => event === 'resolved');
  const context = { ...group, externalUrl: options.externalUrl };
  const resolve = (event: GroupEvent): AlertmanagerAlert =>
    toAlertmanagerAlert(event, context, event.alert?.resolvedAt ?? group.now);
  const alerts = [
    ...selected.new.map((event) =>
      event.event === 'firing' ? toAlertmanagerAlert(event, context) : resolve(event),
    ),
    ...retracted.map(resolve),
    ...stillFiring.map((event) => toAlertmanagerAlert(event, context)),
  ];
  const hasNews = selected.new.length + retracted.length > 0;
  const shouldSend = hasNews || (group.isRepeat && stillFiring.length > 0);
  const { truncated: truncatedAlerts, hasMore } = selected;
  return {
    body: shouldSend
      ? JSON.stringify(createWebhookMessage(alerts, { ...context, ...options, truncatedAlerts }))
      : undefined,
    alertCount: alerts.length,
    newlyFiring,
    done: toIds([...resolved, ...retracted, ...selected.closed]),
    discarded: toIds(selected.suppressed),
    hasMore,
  };
}

function toIds(events: readonly GroupEvent[]): number[] {
  return events.map(({ id }) => id);
}
