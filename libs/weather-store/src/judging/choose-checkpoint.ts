import type { CheckpointSlot } from './station-checkpoints.ts';

/** The newest checkpoint that counts. */
export function newestCheckpoint(checkpoints: readonly CheckpointSlot[]): CheckpointSlot | undefined {
  return checkpoints
    .filter(({ kind }) => kind !== 'void')
    .reduce<CheckpointSlot | undefined>((best, next) => (best && best.at > next.at ? best : next), undefined);
}

/** The newest one before an instant. */
export function checkpointBefore(
  checkpoints: readonly CheckpointSlot[],
  at: number,
): CheckpointSlot | undefined {
  return newestCheckpoint(checkpoints.filter((checkpoint) => checkpoint.at < at));
}

/** Whether nothing is known of the station at an instant, since its readings were not judged then. */
export function isBeforeJudging(checkpoints: readonly CheckpointSlot[], at: number): boolean {
  const isUnknown = checkpoints.some(({ kind }) => kind === 'unknown');
  return isUnknown && checkpointBefore(checkpoints, at) === undefined;
}

/**
 * Where the next checkpoint goes: into the place of a void one, or of one that no late reading can need any more, since a
 * newer one lies before the horizon as well; else into a place of its own.
 * @param horizon no reading from before it will be put in its place.
 */
export function freeSlot(checkpoints: readonly CheckpointSlot[], horizon: number): number {
  const needed = newestCheckpoint(checkpoints.filter(({ at }) => at <= horizon));
  const free = checkpoints.find(
    (checkpoint) => checkpoint.kind === 'void' || (needed !== undefined && checkpoint.at < needed.at),
  );
  return free?.slot ?? 1 + Math.max(-1, ...checkpoints.map(({ slot }) => slot));
}
