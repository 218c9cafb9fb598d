import { asFraction, mix } from '../hash.ts';

/** A number from `min` to below `max`, any as likely; the same salt and channel give the same. */
export function draw(salt: number, channel: number, min: number, max: number): number {
  return min + (max - min) * asFraction(mix(salt, channel));
}

/** One of some items, any as likely; undefined if there is none. */
export function drawOne<T>(salt: number, channel: number, items: readonly T[]): T | undefined {
  return items[Math.floor(draw(salt, channel, 0, items.length))];
}

/** 1 or -1. */
export function drawSign(salt: number, channel: number): number {
  return draw(salt, channel, -1, 1) < 0 ? -1 : 1;
}
