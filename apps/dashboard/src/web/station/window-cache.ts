import { getSpan, type TimeWindow } from './time-window.ts';

/** Loaded on either side of what is shown, in windows: panning by one needs nothing from the server. */
const WINDOWS_BESIDE = 1;
/** A part of a window that has to be there on either side. */
const MIN_BESIDE = 0.25;
/** Loaded windows of which one is shown: outside of this the points are too sparse, or not enough. */
const MAX_WINDOWS = 6;

/** What is loaded so that a window is shown: three times as long. */
export function loadAround(window: TimeWindow): TimeWindow {
  const beside = getSpan(window) * WINDOWS_BESIDE;
  return { from: window.from - beside, to: window.to + beside };
}

/** Whether what is loaded no longer does for the window that is shown. */
export function needsLoading(loaded: TimeWindow | null, shown: TimeWindow): boolean {
  if (!loaded) return true;
  const span = getSpan(shown);
  const beside = span * MIN_BESIDE;
  return (
    shown.from - beside < loaded.from || shown.to + beside > loaded.to || getSpan(loaded) > span * MAX_WINDOWS
  );
}
