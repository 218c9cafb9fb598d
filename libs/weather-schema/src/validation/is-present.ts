/** Whether a field holds something: null on the wire is the same as a missing field. */
export function isPresent<T>(value: T): value is NonNullable<T> {
  return value !== undefined && value !== null;
}
