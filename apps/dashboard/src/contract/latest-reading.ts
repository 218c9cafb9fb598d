/** The default of the consumer's `ALLOWED_LATENESS_MINUTES`. */
const MAX_FUTURE_MS = 3_600_000;

/** Whether a reading is too far in the future to be shown as current; times in epoch ms. */
export function isFromFuture(observedAt: number, now: number): boolean {
  return observedAt > now + MAX_FUTURE_MS;
}

/** Whether a reading replaces the known latest one of its station: newer ones do, except those from the future. */
export function replacesLatest(observedAt: number, known: number, now: number): boolean {
  if (isFromFuture(observedAt, now) !== isFromFuture(known, now)) return isFromFuture(known, now);
  return observedAt >= known;
}
