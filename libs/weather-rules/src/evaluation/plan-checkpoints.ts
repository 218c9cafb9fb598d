import type { ReadingEvaluator } from '../reading-evaluator.ts';
import { freeSlot, type Checkpoint, type CheckpointSlot } from './checkpoint.ts';
import type { BatchEffects } from './collect-effects.ts';

/**
 * Plans the checkpoints of a batch: those after an out-of-order reading become void, and stations with many readings since their
 * last one get another, which is recorded in their state.
 * @param listed all checkpoints of these stations.
 */
export function planCheckpoints(
  evaluator: ReadingEvaluator,
  { reevaluated, needCheckpoint }: Pick<BatchEffects, 'reevaluated' | 'needCheckpoint'>,
  listed: ReadonlyMap<number, readonly CheckpointSlot[]>,
  allowedLatenessMs: number,
): Checkpoint[] {
  const invalid = new Set(
    reevaluated.flatMap(({ state, from }) =>
      (listed.get(state.station) ?? []).filter(({ at, kind }) => at >= from && kind === 'state'),
    ),
  );
  const next = needCheckpoint.map((state) => {
    const valid = (listed.get(state.station) ?? []).filter((checkpoint) => !invalid.has(checkpoint));
    const slot = freeSlot(valid, state.horizon(allowedLatenessMs));
    state.onCheckpoint();
    return {
      station: state.station,
      slot,
      at: state.watermark,
      state: evaluator.serialise(state.evaluation),
    };
  });
  return [...[...invalid].map(({ station, slot, at }) => ({ station, slot, at, state: '' })), ...next];
}
