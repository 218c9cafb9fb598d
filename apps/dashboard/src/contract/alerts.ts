import { Type, type Static } from 'typebox';
import { Timestamp, NextPage, Nullable, PageQuery } from './common.ts';

const AlertState = Type.Enum(['pending', 'firing', 'resolved']);

/** An alert of a rule at a station; see docs/alerts.md. */
export const Alert = Type.Object(
  {
    station: Type.String(),
    rule: Type.String(),
    severity: Type.String(),
    state: AlertState,
    startedAt: Timestamp,
    firedAt: Nullable(Timestamp),
    resolvedAt: Nullable(Timestamp),
    peakValue: Type.Number(),
    peakAt: Timestamp,
    readings: Type.Integer(),
    acknowledgedBy: Nullable(Type.String()),
    acknowledgedAt: Nullable(Timestamp),
  },
  { title: 'Alert' },
);
export type Alert = Static<typeof Alert>;

/** Selects alerts; absent fields match everything. */
const AlertsFilter = {
  state: Type.Optional(AlertState),
  rule: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  severity: Type.Optional(Type.String({ minLength: 1, maxLength: 16 })),
  station: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  since: Type.Optional(Timestamp),
  until: Type.Optional(Timestamp),
};

export const AlertsQuery = Type.Object({ ...AlertsFilter, ...PageQuery });
export type AlertsQuery = Static<typeof AlertsQuery>;

export const AlertsCsvQuery = Type.Object(AlertsFilter);
export type AlertsCsvQuery = Static<typeof AlertsCsvQuery>;

/** Newest first. */
export const AlertsPage = Type.Object({ alerts: Type.Array(Alert), ...NextPage }, { title: 'AlertsPage' });
export type AlertsPage = Static<typeof AlertsPage>;
