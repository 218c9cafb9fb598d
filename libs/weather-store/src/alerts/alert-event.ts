import type { Alert } from '@weather/weather-rules';

/** An episode with the small id of its station. */
export interface StationAlert {
  readonly station: number;
  readonly alert: Alert;
}

/** An episode is its station, its rule and its start. */
export interface AlertKey {
  readonly station: number;
  readonly rule: string;
  readonly startedAt: number;
}

/** Something that people are to be told of an episode. */
export interface AlertEvent extends AlertKey {
  readonly event: 'firing' | 'resolved';
}

export function toAlertKey({ station, alert: { rule, startedAt } }: StationAlert): AlertKey {
  return { station, rule, startedAt };
}

/** What people are to be told of episodes: that they have fired, and that those are over. */
export function toAlertEvents(alerts: readonly StationAlert[]): AlertEvent[] {
  const events: AlertEvent[] = [];
  for (const own of alerts) {
    const { firedAt, state } = own.alert;
    if (firedAt !== undefined) events.push({ ...toAlertKey(own), event: 'firing' });
    if (state === 'resolved') events.push({ ...toAlertKey(own), event: 'resolved' });
  }
  return events;
}
