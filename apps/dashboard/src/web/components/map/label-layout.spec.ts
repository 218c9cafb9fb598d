import { describe, expect, it } from '@jest/globals';
import { LABEL_OFFSET, layOutLabels, type Labelled } from './label-layout.ts';

const LABEL_WIDTH = 43;
const LABEL_HEIGHT = 16;
const SIZE = { width: 800, height: 400 };
const dot = (id: string, x: number, y: number, length = 10): Labelled => ({ id, at: [x, y], length });

describe('layOutLabels', () => {
  it('places labels on the right if there is room', () => {
    const labels = layOutLabels([dot('a', 100, 100), dot('b', 400, 100)], SIZE);
    expect([...labels]).toEqual([
      ['a', 'right'],
      ['b', 'right'],
    ]);
  });

  it('places labels on the left at the right edge', () => {
    expect(layOutLabels([dot('a', 780, 100)], SIZE).get('a')).toBe('left');
  });

  it('gives precedence to the first dot', () => {
    const labels = layOutLabels([dot('first', 400, 100), dot('second', 404, 104)], SIZE);
    expect(labels.get('first')).toBeDefined();
    expect([...labels.values()].filter((side) => side === labels.get('first'))).toHaveLength(1);
  });

  it('does not cover a dot', () => {
    const labels = layOutLabels([dot('a', 400, 100), dot('right', 450, 100), dot('left', 350, 100)], SIZE);
    expect(labels.has('a')).toBe(false);
  });

  it('omits dots outside of the map', () => {
    expect(layOutLabels([dot('a', -20, 100), dot('b', 100, 500)], SIZE).size).toBe(0);
  });

  it('never lets two labels overlap', () => {
    const dots = Array.from({ length: 60 }, (_, index) =>
      dot(String(index), (index * 7_919) % SIZE.width, (index * 104_729) % SIZE.height, 6),
    );
    const labels = layOutLabels(dots, SIZE);
    const boxes = dots.flatMap(({ id, at: [x, y] }) => {
      const side = labels.get(id);
      if (!side) return [];
      return [{ left: side === 'right' ? x + LABEL_OFFSET : x - LABEL_OFFSET - LABEL_WIDTH, y }];
    });
    expect(boxes.length).toBeGreaterThan(10);
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) {
        const apart =
          Math.abs(box.left - other.left) >= LABEL_WIDTH || Math.abs(box.y - other.y) >= LABEL_HEIGHT;
        expect(apart).toBe(true);
      }
    }
  });
});
