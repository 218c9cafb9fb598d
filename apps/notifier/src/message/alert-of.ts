import { formatNumber, formatIsoTimestamp } from '@weather/weather-schema';
import type { TellableEvent } from '@weather/weather-store/notifications';
import { fingerprint } from './fingerprint.ts';
import type { Alert, TextByName } from './webhook-message.ts';

/** What an alert is made of beside its episode. */
export interface AlertGroup {
  readonly rule: string;
  readonly severity: string;
  /** The page that people look alerts up on; empty if there is none. */
  readonly externalUrl: string;
}

/** Go's zero time, by which Alertmanager says that an alert has no end yet. */
const NO_END = '0001-01-01T00:00:00Z';

/**
 * An episode as an alert.
 * @param endsAt epoch milliseconds when it is over; undefined while it fires.
 */
export function alertOf(event: TellableEvent, group: AlertGroup, endsAt?: number): Alert {
  const labels = labelsOf(event, group);
  const end = endsAt === undefined ? undefined : formatIsoTimestamp(endsAt);
  return {
    status: end === undefined ? 'firing' : 'resolved',
    labels,
    annotations: annotationsOf(event, group, end),
    startsAt: formatIsoTimestamp(event.startedAt),
    endsAt: end ?? NO_END,
    generatorURL: generatorUrl(event, group),
    fingerprint: fingerprint(labels),
  };
}

function labelsOf({ station, city }: TellableEvent, { rule, severity }: AlertGroup): TextByName {
  return { alertname: rule, ...(city !== null && { city }), severity, station };
}

function annotationsOf(event: TellableEvent, { rule }: AlertGroup, end: string | undefined): TextByName {
  const { station, city, startedAt, episode } = event;
  const where = city === null ? station : `${station} (${city})`;
  const when = end === undefined ? 'fires' : `is over since ${end}`;
  const summary = `${rule} at ${where} ${when}, began ${formatIsoTimestamp(startedAt)}`;
  const { peakValue = null, peakAt = null } = episode ?? {};
  if (peakValue === null) return { summary };
  const value = formatNumber(peakValue);
  const peak = peakAt === null ? value : `${value} at ${formatIsoTimestamp(peakAt)}`;
  return { summary: `${summary}, peak ${value}`, value, peak };
}

function generatorUrl({ station, startedAt }: TellableEvent, { rule, externalUrl }: AlertGroup): string {
  if (externalUrl === '') return '';
  const url = new URL(externalUrl);
  url.searchParams.set('rule', rule);
  url.searchParams.set('station', station);
  url.searchParams.set('startedAt', formatIsoTimestamp(startedAt));
  return url.href;
}
