import { describe, expect, it } from '@jest/globals';
import {
  bringIntoView,
  MAX_SCALE,
  moveBy,
  INITIAL_VIEW,
  zoomAt,
  type ViewTransform,
} from './view-transform.ts';

const SIZE = { width: 800, height: 400 };
const worldPoint = (view: ViewTransform, [x, y]: readonly [number, number]) => [
  (x - view.x) / view.scale,
  (y - view.y) / view.scale,
];

describe('zoomAt', () => {
  it('keeps the point under the pointer in place', () => {
    const pointer = [300, 120] as const;
    const view = zoomAt(zoomAt(INITIAL_VIEW, 2, [500, 300], SIZE), 1.5, pointer, SIZE);
    const before = worldPoint(zoomAt(INITIAL_VIEW, 2, [500, 300], SIZE), pointer);
    expect(worldPoint(view, pointer)).toEqual(before);
  });

  it('zooms out to the whole world at most', () => {
    const view = zoomAt(zoomAt(INITIAL_VIEW, 4, [10, 10], SIZE), 0.01, [790, 390], SIZE);
    expect(view).toEqual(INITIAL_VIEW);
  });

  it('zooms in to the maximum scale', () => {
    expect(zoomAt(INITIAL_VIEW, 1_000, [0, 0], SIZE).scale).toBe(MAX_SCALE);
  });
});

describe('moveBy', () => {
  it('stays inside the world', () => {
    const zoomed = zoomAt(INITIAL_VIEW, 2, [400, 200], SIZE);
    expect(moveBy(zoomed, [5_000, 5_000], SIZE)).toEqual({ scale: 2, x: 0, y: 0 });
    expect(moveBy(zoomed, [-5_000, -5_000], SIZE)).toEqual({ scale: 2, x: -800, y: -400 });
  });

  it('does nothing if the whole world is shown', () => {
    expect(moveBy(INITIAL_VIEW, [20, -20], SIZE)).toEqual(INITIAL_VIEW);
  });
});

describe('bringIntoView', () => {
  const zoomed = zoomAt(INITIAL_VIEW, 4, [0, 0], SIZE);

  it('keeps a view that shows the point', () => {
    expect(bringIntoView(zoomed, [100, 50], SIZE)).toBe(zoomed);
  });

  it('centres a point outside of the view', () => {
    const view = bringIntoView(zoomed, [400, 200], SIZE);
    expect([400 * view.scale + view.x, 200 * view.scale + view.y]).toEqual([400, 200]);
  });
});
