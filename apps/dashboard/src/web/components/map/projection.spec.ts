import { describe, expect, it } from '@jest/globals';
import { projectionFor, type Position } from './projection.ts';

const SIZE = { width: 1_000, height: 500 };
const PARIS = { latitude: 48.8, longitude: 2.3 };
const LYON = { latitude: 45.7, longitude: 4.8 };
const FIJI = { latitude: -18.1, longitude: 178.4 };
const APIA = { latitude: -13.8, longitude: -171.8 };
const SYDNEY = { latitude: -33.9, longitude: 151.2 };
const LIMA = { latitude: -12, longitude: -77 };

const project = (positions: readonly Position[], { longitude, latitude }: Position) => {
  const point = projectionFor(positions, SIZE)([longitude, latitude]);
  if (!point) throw new Error('is not on the map');
  return point;
};
const distance = (positions: readonly Position[], a: Position, b: Position) => {
  const [ax, ay] = project(positions, a);
  const [bx, by] = project(positions, b);
  return Math.hypot(ax - bx, ay - by);
};

describe('projectionFor', () => {
  it.each([[[PARIS]], [[PARIS, LYON]], [[FIJI, APIA]], [[PARIS, FIJI, APIA, SYDNEY, LIMA]]])(
    'has all stations inside: %j',
    (positions) => {
      for (const position of positions) {
        const [x, y] = project(positions, position);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(SIZE.width);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y).toBeLessThanOrEqual(SIZE.height);
      }
    },
  );

  it('centres a single station and shows its surroundings', () => {
    const [x, y] = project([PARIS], PARIS);
    expect(x).toBeCloseTo(SIZE.width / 2, -1);
    expect(y).toBeCloseTo(SIZE.height / 2, -1);
    expect(distance([PARIS], PARIS, LYON)).toBeLessThan(SIZE.height / 2);
  });

  it('keeps neighbours across the date line together', () => {
    expect(distance([FIJI, APIA], FIJI, APIA)).toBeLessThan(SIZE.width);
    const [fijiX] = project([FIJI, APIA], FIJI);
    const [apiaX] = project([FIJI, APIA], APIA);
    expect(fijiX).toBeLessThan(apiaX);
  });
});
