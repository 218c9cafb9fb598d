import { batch } from '@preact/signals';
import type { Alert } from '../../api/alerts.ts';
import type { FiringAlert } from '../../api/stations.ts';
import type { LiveStore } from './store.ts';

/** Lets the stations show the alerts that fire there now. */
export function applyAlerts(store: LiveStore, alerts: readonly Alert[]): void {
  batch(() => {
    for (const alert of alerts) {
      const firing = store.stations.peek().get(alert.station)?.alerts;
      if (firing) firing.value = withAlert(firing.peek(), alert);
    }
  });
}

function withAlert(firing: readonly FiringAlert[], alert: Alert): readonly FiringAlert[] {
  const others = firing.filter(({ rule }) => rule !== alert.rule);
  if (alert.state === 'firing') {
    return [...others, { rule: alert.rule, severity: alert.severity, startedAt: alert.startedAt }];
  }
  const isAnotherEpisode = firing.some(
    ({ rule, startedAt }) => rule === alert.rule && startedAt !== alert.startedAt,
  );
  return isAnotherEpisode ? firing : others;
}
