import { DURATION, NUMBER } from './field-types.ts';
import { COMPARISONS, looksUp, type Comparison, type Condition } from './rule.ts';
import type { Section } from './section.ts';

const NO_DURATION = 0;

/** The comparison, threshold, `clear` and `for` of a rule. */
export function parseCondition(section: Section): Condition | undefined {
  const forMs = section.optional('for', DURATION, NO_DURATION);
  const comparison = section.oneOf(COMPARISONS);
  if (comparison === undefined) return undefined;
  const threshold = section.required(comparison, NUMBER);
  if (threshold === undefined) return undefined;
  const clear = section.optional('clear', NUMBER, threshold);
  if (clear === undefined || forMs === undefined) return undefined;
  refuseWrongSide(section, comparison, threshold, clear);
  return { comparison, threshold, clear, forMs };
}

/** With `clear` beyond the threshold a value could end an episode and begin the next at once. */
function refuseWrongSide(section: Section, comparison: Comparison, threshold: number, clear: number): void {
  const up = looksUp(comparison);
  if (up ? clear <= threshold : clear >= threshold) return;
  const side = up ? 'most' : 'least';
  section.faults.notExpected(`${section.path}.clear`, clear, `at ${side} ${threshold}, the threshold`);
}

/** A change has the sign of its comparison or is 0, so that any other threshold would hold always or never. */
export function refuseWrongSign(section: Section, { comparison, threshold, clear }: Condition): void {
  const up = looksUp(comparison);
  const expected = `${up ? 'above' : 'below'} 0, since it is a ${up ? 'rise' : 'fall'}`;
  const wrong = (value: number): boolean => (up ? value <= 0 : value >= 0);
  if (wrong(threshold)) section.faults.notExpected(`${section.path}.${comparison}`, threshold, expected);
  else if (wrong(clear)) section.faults.notExpected(`${section.path}.clear`, clear, expected);
}
