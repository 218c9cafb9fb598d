import type { Alert } from '../../contract/alerts.ts';

/** An episode as a stretch of time; epoch ms. */
export interface AlertBand {
  readonly from: number;
  readonly to: number;
  /** What it says without its colour. */
  readonly label: string;
}

/** The episodes that were or are an alert; one that goes on reaches until `now`. Pending ones are none yet. */
export function alertBands(alerts: readonly Alert[], now: number): readonly AlertBand[] {
  return alerts
    .filter(({ firedAt }) => firedAt !== null)
    .map(({ rule, startedAt, resolvedAt }) => ({
      from: Date.parse(startedAt),
      to: resolvedAt === null ? now : Date.parse(resolvedAt),
      label: `▲ ${rule}`,
    }));
}
