import { batch } from '@preact/signals';
import type { Alert } from '../../contract/alerts.ts';
import type { AlertKey } from '../../contract/events.ts';
import type { FiringAlert } from '../../contract/stations.ts';
import type { AlertChanges, LiveStore } from './store.ts';

/** Updates the firing alerts of the stations. */
export function applyAlerts(store: LiveStore, { alerts, removed }: AlertChanges): void {
  batch(() => {
    for (const alert of alerts) {
      change(store, alert, (firing) =>
        alert.state === 'firing' ? withFiring(firing, alert) : without(firing, alert),
      );
    }
    for (const key of removed) change(store, key, (firing) => without(firing, key));
  });
}

function change(
  store: LiveStore,
  { station }: AlertKey,
  next: (firing: readonly FiringAlert[]) => readonly FiringAlert[],
): void {
  const firing = store.stations.peek().get(station)?.alerts;
  if (firing) firing.value = next(firing.peek());
}

/** A rule has at most one open alert at a station, so any other one has been resolved. */
function withFiring(
  firing: readonly FiringAlert[],
  { rule, severity, startedAt }: Alert,
): readonly FiringAlert[] {
  return [...firing.filter((other) => other.rule !== rule), { rule, severity, startedAt }];
}

/** An earlier alert of the rule may change while a later one is firing. */
function without(firing: readonly FiringAlert[], { rule, startedAt }: AlertKey): readonly FiringAlert[] {
  return firing.filter((other) => other.rule !== rule || other.startedAt !== startedAt);
}
