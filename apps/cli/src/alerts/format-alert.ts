import { formatIsoTimestamp } from '@weather/weather-schema';
import type { AcknowledgeResult, AlertTarget, ListedAlert } from '@weather/weather-store';
import { formatCount, formatJson, formatValue } from '../format.ts';

/** Derived values, such as a dew point, are no more precise than this. */
const PEAK_DECIMALS = 3;

/** Formats an alert as lines of text. */
export function formatAlert(alert: ListedAlert): string {
  const { severity, peakValue, peakAt, readingCount, acknowledgement } = alert;
  const peak = Number(peakValue.toFixed(PEAK_DECIMALS));
  const acknowledged =
    acknowledgement === undefined
      ? 'no'
      : `by ${formatValue(acknowledgement.by)} at ${formatIsoTimestamp(acknowledgement.at)}`;
  return [
    `${formatIsoTimestamp(alert.startedAt)}  ${formatName(alert)}  ${formatValue(severity)}  ${formatState(alert)}`,
    `  peak          ${peak} at ${formatIsoTimestamp(peakAt)}, ${formatCount(readingCount, 'reading')}`,
    `  acknowledged  ${acknowledged}`,
    '',
  ].join('\n');
}

/** Formats an alert as one line of JSON. */
export function alertJson(alert: ListedAlert): string {
  const { startedAt, firedAt, resolvedAt, peakAt, acknowledgement, ...others } = alert;
  return formatJson({
    ...others,
    startedAt: formatIsoTimestamp(startedAt),
    firedAt: isoOrNull(firedAt),
    resolvedAt: isoOrNull(resolvedAt),
    peakAt: formatIsoTimestamp(peakAt),
    acknowledgedBy: acknowledgement?.by ?? null,
    acknowledgedAt: isoOrNull(acknowledgement?.at),
  });
}

/** Formats the outcome of acknowledging an alert. */
export function formatAcknowledgement(result: AcknowledgeResult, target: AlertTarget, by: string): string {
  if (result.kind === 'none') return `${formatMissing(target)}\n`;
  const { alert } = result;
  const which = `${formatName(alert)}, ${alert.state}, started at ${formatIsoTimestamp(alert.startedAt)}`;
  if (result.kind === 'acknowledged') return `${formatValue(by)} has acknowledged ${which}\n`;
  const { acknowledgement } = result;
  const before = `already acknowledged by ${formatValue(acknowledgement.by)} at ${formatIsoTimestamp(acknowledgement.at)}`;
  return `${before}: ${which}\n`;
}

function formatMissing({ startedAt, ...target }: AlertTarget): string {
  const which =
    startedAt === undefined
      ? `no open alert for ${formatName(target)}`
      : `no alert for ${formatName(target)} that started at ${formatIsoTimestamp(startedAt)}`;
  return `${which}; weather alerts list --station ${formatValue(target.stationId)} shows all alerts of the station`;
}

function formatName({ rule, stationId }: Pick<ListedAlert, 'rule' | 'stationId'>): string {
  return `${formatValue(rule)} at ${formatValue(stationId)}`;
}

function formatState({ state, firedAt, resolvedAt }: ListedAlert): string {
  if (resolvedAt !== undefined) return `${state} at ${formatIsoTimestamp(resolvedAt)}`;
  return firedAt === undefined ? state : `${state} since ${formatIsoTimestamp(firedAt)}`;
}

function isoOrNull(epochMs: number | undefined): string | null {
  return epochMs === undefined ? null : formatIsoTimestamp(epochMs);
}
