import { createHash } from 'node:crypto';

/** So much of a value is compared: a dead letter has no more of one that its topic does not take. */
const COMPARED_BYTES = 65_536;
const NOTHING = 'nothing';

/** The value of a record in few characters: alike for values that are alike, as far as a dead letter may have been cut off. */
export function contentOf(value: Buffer | null, fullLength = value?.length ?? 0): string {
  if (value === null) return NOTHING;
  const digest = createHash('sha1').update(value.subarray(0, COMPARED_BYTES)).digest('base64');
  return `${fullLength} bytes ${digest}`;
}
