/** The content of a checkpoint: a state; unknown, since earlier readings were not evaluated; or void, no longer valid. */
export type CheckpointKind = 'state' | 'unknown' | 'void';

/** A checkpoint without its state: its slot, and the time of the last reading in its state. */
export interface CheckpointSlot {
  /** The station's surrogate key. */
  readonly station: number;
  readonly slot: number;
  readonly at: number;
  readonly kind: CheckpointKind;
}

/** A checkpoint to be written. */
export interface Checkpoint extends Omit<CheckpointSlot, 'kind'> {
  /** The text of `ReadingEvaluator.serialise`; empty makes the checkpoint void. */
  readonly state: string;
}

/** Finds the newest valid checkpoint. */
export function newestCheckpoint(checkpoints: readonly CheckpointSlot[]): CheckpointSlot | undefined {
  return checkpoints
    .filter(({ kind }) => kind !== 'void')
    .reduce<CheckpointSlot | undefined>((best, next) => (best && best.at > next.at ? best : next), undefined);
}

/** Finds the newest valid checkpoint before a time. */
export function checkpointBefore(
  checkpoints: readonly CheckpointSlot[],
  at: number,
): CheckpointSlot | undefined {
  return newestCheckpoint(checkpoints.filter((checkpoint) => checkpoint.at < at));
}

/** Whether the state of a station at a time is unknown, since its readings were not evaluated then. */
export function isBeforeEvaluation(checkpoints: readonly CheckpointSlot[], at: number): boolean {
  const isUnknown = checkpoints.some(({ kind }) => kind === 'unknown');
  return isUnknown && checkpointBefore(checkpoints, at) === undefined;
}

/**
 * Chooses the slot of the next checkpoint: that of a void one, or of one that no late reading can need any more, since a newer
 * one is before the horizon too; else a new slot.
 * @param horizon the time before which readings are beyond the allowed lateness.
 */
export function freeSlot(checkpoints: readonly CheckpointSlot[], horizon: number): number {
  const needed = newestCheckpoint(checkpoints.filter(({ at }) => at <= horizon));
  const free = checkpoints.find(
    (checkpoint) => checkpoint.kind === 'void' || (needed !== undefined && checkpoint.at < needed.at),
  );
  return free?.slot ?? 1 + Math.max(-1, ...checkpoints.map(({ slot }) => slot));
}
