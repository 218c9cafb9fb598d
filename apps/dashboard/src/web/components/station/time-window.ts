import { MS_PER_DAY, MS_PER_HOUR, MS_PER_SECOND } from '../../lib/format.ts';

/** Includes `from`, excludes `to`; epoch ms. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** The window that the plots show. */
export interface ShownWindow extends TimeWindow {
  /** Whether it follows the current time. */
  readonly follows: boolean;
}

export const RANGES: readonly { readonly label: string; readonly spanMs: number }[] = [
  { label: '1 h', spanMs: MS_PER_HOUR },
  { label: '6 h', spanMs: 6 * MS_PER_HOUR },
  { label: '24 h', spanMs: MS_PER_DAY },
  { label: '7 d', spanMs: 7 * MS_PER_DAY },
  { label: '30 d', spanMs: 30 * MS_PER_DAY },
];
export const DEFAULT_SPAN_MS = MS_PER_HOUR;

const MIN_SPAN_MS = 30 * MS_PER_SECOND;
const MAX_SPAN_MS = 20 * 365 * MS_PER_DAY;
/** Share of the future in a window that follows, so that the newest point is not at the edge. */
const ROOM_SHARE = 0.02;

export function getSpan(window: TimeWindow): number {
  return window.to - window.from;
}

/** A window of the last `spanMs` that follows the current time. */
export function windowUntil(now: number, spanMs: number): ShownWindow {
  const to = now + spanMs * ROOM_SHARE;
  return { from: to - spanMs, to, follows: true };
}

/** Moves a window that follows to the current time. */
export function follow(window: ShownWindow, now: number): ShownWindow {
  return window.follows ? windowUntil(now, getSpan(window)) : window;
}

/** Moves a window by a share of itself, to later times if positive; at the current time it stops and follows. */
export function pan(window: ShownWindow, share: number, now: number): ShownWindow {
  const span = getSpan(window);
  const latest = windowUntil(now, span);
  const from = window.from + share * span;
  return from >= latest.from ? latest : { from, to: from + span, follows: false };
}

/** Zooms around a share of the window; a window that follows keeps following. */
export function zoom(window: ShownWindow, factor: number, around: number, now: number): ShownWindow {
  const span = Math.min(MAX_SPAN_MS, Math.max(MIN_SPAN_MS, getSpan(window) * factor));
  if (window.follows) return windowUntil(now, span);
  const middle = window.from + around * getSpan(window);
  const from = middle - around * span;
  return pan({ from, to: from + span, follows: false }, 0, now);
}

/** Number of windows loaded on either side of the visible one, so that panning by one needs no request. */
const WINDOWS_BESIDE = 1;
/** Share of a window that must be loaded on either side. */
const MIN_BESIDE = 0.25;
/** If more windows than this are loaded, the points of the visible one are too sparse. */
const MAX_WINDOWS = 6;

/** The range to load for a window: three times as long. */
export function loadAround(window: TimeWindow): TimeWindow {
  const beside = getSpan(window) * WINDOWS_BESIDE;
  return { from: window.from - beside, to: window.to + beside };
}

/** Whether the visible window needs another range than the loaded one. */
export function needsLoading(loaded: TimeWindow | null, shown: TimeWindow): boolean {
  if (!loaded) return true;
  const span = getSpan(shown);
  const beside = span * MIN_BESIDE;
  return (
    shown.from - beside < loaded.from || shown.to + beside > loaded.to || getSpan(loaded) > span * MAX_WINDOWS
  );
}
