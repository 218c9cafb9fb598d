import { toEpochMs } from '../rows/date-time.ts';

/** The states of the episodes that have a row: one that was dropped has none. */
export const ALERT_STATES = ['pending', 'firing', 'resolved'] as const;

/** Who has taken notice of an episode, and when, in epoch ms. */
export interface Acknowledgement {
  readonly by: string;
  readonly at: number;
}

/** A row of `alert_episode` with the name of its station; times are epoch ms, see `Alert` for their meaning. */
export interface ListedAlert {
  readonly stationId: string;
  readonly rule: string;
  readonly severity: string;
  readonly state: (typeof ALERT_STATES)[number];
  readonly startedAt: number;
  readonly firedAt: number | undefined;
  readonly resolvedAt: number | undefined;
  readonly peakValue: number;
  readonly peakAt: number;
  readonly readingCount: number;
  readonly acknowledgement: Acknowledgement | undefined;
}

/** The columns of a `ListedAlert`, of `alert_episode e`. */
export const ALERT_COLUMNS = `e.rule, e.severity, e.state, e.started_at AS startedAt, e.fired_at AS firedAt,
  e.resolved_at AS resolvedAt, CAST(e.peak_value AS CHAR) AS peakValue, e.peak_at AS peakAt,
  e.reading_count AS readingCount, e.acknowledged_by AS acknowledgedBy, e.acknowledged_at AS acknowledgedAt`;

export interface AlertRow extends Pick<ListedAlert, 'rule' | 'severity' | 'state' | 'readingCount'> {
  readonly startedAt: string;
  readonly firedAt: string | null;
  readonly resolvedAt: string | null;
  readonly peakValue: string;
  readonly peakAt: string;
  readonly acknowledgedBy: string | null;
  readonly acknowledgedAt: string | null;
}

/** @param stationId the station's own name. */
export function toListedAlert(row: AlertRow, stationId: string): ListedAlert {
  const { rule, severity, state, readingCount, acknowledgedBy, acknowledgedAt } = row;
  return {
    stationId,
    rule,
    severity,
    state,
    startedAt: toEpochMs(row.startedAt),
    firedAt: timeOf(row.firedAt),
    resolvedAt: timeOf(row.resolvedAt),
    peakValue: Number(row.peakValue),
    peakAt: toEpochMs(row.peakAt),
    readingCount,
    acknowledgement:
      acknowledgedAt === null ? undefined : { by: acknowledgedBy ?? '', at: toEpochMs(acknowledgedAt) },
  };
}

function timeOf(dateTime: string | null): number | undefined {
  return dateTime === null ? undefined : toEpochMs(dateTime);
}
