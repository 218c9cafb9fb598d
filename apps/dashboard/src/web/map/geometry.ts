/** Pixels, to the right and down. */
export type Point = readonly [x: number, y: number];

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
