import type { PipelineState } from '../../contract/pipeline.ts';

/** States that the sparklines show: one a second, five minutes. */
export const HISTORY_LENGTH = 300;
/** Dead letters that are shown, and that the server keeps. */
export const DEAD_LETTERS_SHOWN = 100;

/** The newest items, at most `length` of them, the oldest first. */
export function withNewest<T>(items: readonly T[], item: T, length: number): readonly T[] {
  return [...items.slice(-(length - 1)), item];
}

/** A state that came before what is known already, as after a reconnect, does not count twice. */
export function withState(history: readonly PipelineState[], state: PipelineState): readonly PipelineState[] {
  const last = history.at(-1);
  return last && last.at >= state.at ? history : withNewest(history, state, HISTORY_LENGTH);
}
