import type { StationAlert } from '@weather/weather-rules';

/** The key of an alert: station, rule and start. */
export interface AlertKey {
  readonly station: number;
  readonly rule: string;
  readonly startedAt: number;
}

/** A transition of an alert that is recorded in the outbox. */
export interface AlertEvent extends AlertKey {
  readonly event: 'firing' | 'resolved';
}

function toAlertKey({ station, alert: { rule, startedAt } }: StationAlert): AlertKey {
  return { station, rule, startedAt };
}

/** The events of alerts: that they have fired, and that they have been resolved. */
export function toAlertEvents(alerts: readonly StationAlert[]): AlertEvent[] {
  const events: AlertEvent[] = [];
  for (const own of alerts) {
    const { firedAt, state } = own.alert;
    if (firedAt !== undefined) events.push({ ...toAlertKey(own), event: 'firing' });
    if (state === 'resolved') events.push({ ...toAlertKey(own), event: 'resolved' });
  }
  return events;
}
