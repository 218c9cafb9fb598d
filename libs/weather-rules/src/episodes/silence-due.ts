import type { SilenceRule } from '../rules/rule.ts';

/**
 * Since when a station is silent in the sense of a rule: the time of its newest reading and the rule's duration. Both times
 * in ms.
 * @returns undefined while it is not, and of a station that has sent nothing yet (−∞).
 */
export function silenceDue(
  { silenceMs }: Pick<SilenceRule, 'silenceMs'>,
  newestObservedAt: number,
  now: number,
): number | undefined {
  const startedAt = newestObservedAt + silenceMs;
  return startedAt < now && Number.isFinite(startedAt) ? startedAt : undefined;
}
