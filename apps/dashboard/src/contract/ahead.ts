/** The consumer takes readings for ahead of the clock beyond its `LATENESS_MINUTES`, an hour unless it is set. */
const MAX_AHEAD_MS = 3_600_000;

/** Whether a reading is so far ahead of the clock that it says nothing of now; times in epoch ms. */
export function isAhead(observedAt: number, now: number): boolean {
  return observedAt > now + MAX_AHEAD_MS;
}

/** Whether a reading is to be shown in the place of another of its station: the newest that is not ahead of the clock. */
export function isLater(observedAt: number, known: number, now: number): boolean {
  if (isAhead(observedAt, now) !== isAhead(known, now)) return isAhead(known, now);
  return observedAt >= known;
}
