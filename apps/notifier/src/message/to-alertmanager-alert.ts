import { formatNumber, formatIsoTimestamp } from '@weather/weather-schema';
import type { GroupEvent } from '@weather/weather-store/notifications';
import type { AlertContext, AlertmanagerAlert, TextByName } from './webhook-message.ts';

/** FNV-1a of 64 bits (RFC 9923). */
const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
const BITS = 64;
const HEXADECIMAL = 16;
const DIGITS = 16;
/** A byte that never occurs in UTF-8. */
const SEPARATOR = Buffer.of(0xff);

/** Go's zero time, which Alertmanager uses for an alert without an end. */
const NO_END = '0001-01-01T00:00:00Z';
/** The length of `2026-01-01T12:00`. */
const MINUTES_LENGTH = 16;

/**
 * Converts an alert to one of Alertmanager's.
 * @param endsAt epoch milliseconds of its end; undefined while it fires.
 */
export function toAlertmanagerAlert(
  event: GroupEvent,
  context: AlertContext,
  endsAt?: number,
): AlertmanagerAlert {
  const { rule, severity } = context;
  const { stationId, city, startedAt } = event;
  const labels = { alertname: rule, ...(city !== null && { city }), severity, station: stationId };
  return {
    status: endsAt === undefined ? 'firing' : 'resolved',
    labels,
    annotations: toAnnotations(event, rule, endsAt),
    startsAt: formatIsoTimestamp(startedAt),
    endsAt: endsAt === undefined ? NO_END : formatIsoTimestamp(endsAt),
    generatorURL: toGeneratorUrl(event, context),
    fingerprint: fingerprint(labels),
  };
}

function toAnnotations(
  { stationId, city, startedAt, alert }: GroupEvent,
  rule: string,
  endsAt: number | undefined,
): TextByName {
  const where = city === null ? stationId : `${city} (${stationId})`;
  const start = formatTime(startedAt);
  const when = endsAt === undefined ? `since ${start}` : `from ${start} to ${formatTime(endsAt)}`;
  const summary = `${where}: ${rule} ${when}`;
  const { peakValue = null, peakAt = null } = alert ?? {};
  if (peakValue === null) return { summary };
  const value = formatNumber(peakValue);
  const peak = peakAt === null ? value : `${value} at ${formatTime(peakAt)}`;
  return { summary: `${summary}, peak ${value}`, value, peak };
}

/** `2026-01-01 12:00 UTC`. */
function formatTime(epochMs: number): string {
  return `${formatIsoTimestamp(epochMs).slice(0, MINUTES_LENGTH).replace('T', ' ')} UTC`;
}

function toGeneratorUrl({ stationId, startedAt }: GroupEvent, { rule, externalUrl }: AlertContext): string {
  if (externalUrl === '') return '';
  const url = new URL(externalUrl);
  url.searchParams.set('rule', rule);
  url.searchParams.set('station', stationId);
  url.searchParams.set('startedAt', formatIsoTimestamp(startedAt));
  return url.href;
}

/**
 * The identity of an alert: the fingerprint that Prometheus computes from the labels, FNV-1a over the sorted names and
 * values, in 16 hexadecimal digits.
 */
export function fingerprint(labels: TextByName): string {
  const parts = Object.keys(labels)
    .sort()
    .flatMap((name) => [Buffer.from(name), SEPARATOR, Buffer.from(labels[name] ?? ''), SEPARATOR]);
  let hash = OFFSET_BASIS;
  for (const byte of Buffer.concat(parts)) hash = BigInt.asUintN(BITS, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(HEXADECIMAL).padStart(DIGITS, '0');
}
