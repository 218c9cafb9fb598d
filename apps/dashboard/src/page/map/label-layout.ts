import type { Point, Size } from './geometry.ts';

/** A dot that wants a label. */
export interface Labelled {
  readonly id: string;
  /** In pixels. */
  readonly at: Point;
  /** Characters of the label. */
  readonly length: number;
}

export type LabelSide = 'right' | 'left';

const CELL = 8;
const CHARACTER_WIDTH = 7.2;
const LABEL_HEIGHT = 16;
/** From the middle of the dot to its label. */
export const LABEL_OFFSET = 13;
const DOT_RADIUS = 7;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Which dots have their label, and on which side: the first ones first, as many as there is room for, so that no label covers
 * another or a dot. Only what is inside of the size has one.
 */
export function layOutLabels(dots: readonly Labelled[], size: Size): ReadonlyMap<string, LabelSide> {
  const visible = dots.filter(({ at: [x, y] }) => x >= 0 && y >= 0 && x <= size.width && y <= size.height);
  const taken = new Set<number>();
  for (const { at } of visible) for (const cell of cellsOf(dotBox(at))) taken.add(cell);

  const placed = new Map<string, LabelSide>();
  for (const dot of visible) {
    for (const side of ['right', 'left'] as const) {
      const box = labelBox(dot, side);
      if (box.left < 0 || box.right > size.width) continue;
      const own = new Set(cellsOf(dotBox(dot.at)));
      const cells = cellsOf(box);
      if (cells.some((cell) => taken.has(cell) && !own.has(cell))) continue;
      for (const cell of cells) taken.add(cell);
      placed.set(dot.id, side);
      break;
    }
  }
  return placed;
}

function dotBox([x, y]: Point): Box {
  return { left: x - DOT_RADIUS, right: x + DOT_RADIUS, top: y - DOT_RADIUS, bottom: y + DOT_RADIUS };
}

function labelBox({ at: [x, y], length }: Labelled, side: LabelSide): Box {
  const width = length * CHARACTER_WIDTH;
  const left = side === 'right' ? x + LABEL_OFFSET : x - LABEL_OFFSET - width;
  return { left, right: left + width, top: y - LABEL_HEIGHT / 2, bottom: y + LABEL_HEIGHT / 2 };
}

/** More than there are cells in a row of the widest map at its largest scale. */
const ROW = 2 ** 16;

function cellsOf(box: Box): readonly number[] {
  const cells: number[] = [];
  for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column += 1) {
      cells.push(row * ROW + column);
    }
  }
  return cells;
}
