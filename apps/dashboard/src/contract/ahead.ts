/** The consumer takes readings for ahead of the clock beyond its `ALLOWED_LATENESS_MINUTES`, an hour unless it is set. */
const MAX_FUTURE_MS = 3_600_000;

/** Whether a reading is so far ahead of the clock that it says nothing of now; times in epoch ms. */
export function isFromFuture(observedAt: number, now: number): boolean {
  return observedAt > now + MAX_FUTURE_MS;
}

/** Whether a reading is to be shown in the place of another of its station: the newest that is not ahead of the clock. */
export function replacesLatest(observedAt: number, known: number, now: number): boolean {
  if (isFromFuture(observedAt, now) !== isFromFuture(known, now)) return isFromFuture(known, now);
  return observedAt >= known;
}
