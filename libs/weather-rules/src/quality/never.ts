/** An instant before any reading, which JSON can hold. */
export const NEVER = Number.MIN_SAFE_INTEGER;
