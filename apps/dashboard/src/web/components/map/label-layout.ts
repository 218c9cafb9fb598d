import type { Point, Size } from './view-transform.ts';

/** A dot that may get a label. */
export interface Labelled {
  readonly id: string;
  /** In pixels. */
  readonly at: Point;
  /** Number of characters of the label. */
  readonly length: number;
}

export type LabelSide = 'right' | 'left';

/** Smaller than the gap between a dot and its label, so that a dot never blocks its own label. */
const CELL = 6;
const CHARACTER_WIDTH = 7.2;
const LABEL_HEIGHT = 16;
/** Pixels from the middle of the dot to its label. */
export const LABEL_OFFSET = 13;
const DOT_RADIUS = 6;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Labels the dots of the map in order, as long as no label covers another or a dot; returns the side of each label. */
export function layOutLabels(dots: readonly Labelled[], size: Size): ReadonlyMap<string, LabelSide> {
  const visible = dots.filter(({ at: [x, y] }) => x >= 0 && y >= 0 && x <= size.width && y <= size.height);
  const room = new Room();
  for (const { at } of visible) room.take(dotBox(at));

  const placed = new Map<string, LabelSide>();
  for (const dot of visible) {
    for (const side of ['right', 'left'] as const) {
      const box = labelBox(dot, side);
      if (box.left < 0 || box.right > size.width || !room.isFree(box)) continue;
      room.take(box);
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

/** Exceeds the number of cells in a row of the widest map at its largest scale. */
const ROW = 2 ** 16;

/** The occupied cells of a grid. */
class Room {
  readonly #taken = new Set<number>();

  take(box: Box): void {
    this.#everyCell(box, (cell) => {
      this.#taken.add(cell);
      return true;
    });
  }

  isFree(box: Box): boolean {
    return this.#everyCell(box, (cell) => !this.#taken.has(cell));
  }

  #everyCell(box: Box, holds: (cell: number) => boolean): boolean {
    const [first, last] = [Math.floor(box.left / CELL), Math.floor(box.right / CELL)];
    for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row += 1) {
      for (let column = first; column <= last; column += 1) {
        if (!holds(row * ROW + column)) return false;
      }
    }
    return true;
  }
}
